/* The files of the configuration as they were when a start read them. What was checked is what a
 * patient is shown, even when a file changes during the visit; and a process whose files were
 * broken in the meantime serves on with those of the process before it. Kept in a memfd: nothing is
 * written to a disk, nothing is left behind. Every function that takes a content takes NULL for
 * "from the disk, nothing is kept". */
#ifndef KIOSK_BASE_CONTENT_H
#define KIOSK_BASE_CONTENT_H

#include <kiosk/base/buf.h>

struct content;

/* Empty: content_read takes what it does not have from the disk. STATUS_NOMEM, STATUS_IO. */
MUST_USE enum status content_open(struct content **out);
/* Takes over what content_hand_over gave: content_read knows these files and no others. The
 * descriptor is closed on failure too. STATUS_INVALID when it holds anything else. */
MUST_USE enum status content_receive_take(int fd, struct content **out);
/* NULL is allowed. */
void content_close(struct content *content);
/* Appends the file to buf, as buf_read_file does and with its errors. */
MUST_USE enum status content_read(struct content *content, const char *path, struct buf *buf);
/* Whether content_read has to go to the disk for this file. */
bool content_on_disk(const struct content *content, const char *path);
/* The paths of a folder's files whose names end so, sorted; *paths and each of them are the
 * caller's to free. STATUS_NOTFOUND, STATUS_DENIED, STATUS_IO, STATUS_NOMEM. */
MUST_USE enum status content_list(const struct content *content, const char *folder,
				  const char *suffix, char ***paths, size_t *count);
/* The descriptor to give to the next program image: it stays open across exec and can no longer be
 * written. Borrowed until content_close; -1 with errno set. */
int content_hand_over(struct content *content);

#endif
