#include "support/gallery.h"

int main(void)
{
	return gallery_run("100x30", 30, 100);
}
