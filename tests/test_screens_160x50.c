#include "support/gallery.h"

int main(void)
{
	return gallery_run("160x50", 50, 160);
}
