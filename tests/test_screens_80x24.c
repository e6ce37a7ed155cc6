#include "support/gallery.h"

int main(void)
{
	return gallery_run("80x24", 24, 80);
}
