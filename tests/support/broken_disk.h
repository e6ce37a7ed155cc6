/* A SQLite VFS over the system's that fails on demand: what SQLite sees of a broken or full disk.
 */
#ifndef TESTS_BROKEN_DISK_H
#define TESTS_BROKEN_DISK_H

enum disk_fault {
	DISK_WORKS,
	DISK_SYNC_FAILS,  /* xSync: SQLITE_IOERR_FSYNC */
	DISK_WRITE_FAILS, /* xWrite: SQLITE_IOERR_WRITE */
	DISK_FULL,        /* xWrite: SQLITE_FULL */
};

/* Makes it the default VFS of this process, or the system's again. */
void broken_disk_register(void);
void broken_disk_unregister(void);
/* From now on the files of this name and their journals fail so; NULL: every file. */
void broken_disk_set(enum disk_fault fault, const char *name);

#endif
