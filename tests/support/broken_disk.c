#include "broken_disk.h"

#include <sqlite3.h>
#include <stdbool.h>
#include <string.h>

struct shim {
	sqlite3_file base;
	const char *path; /* SQLite keeps it until xClose; NULL for temporary files */
	sqlite3_file *real;
};

static struct {
	sqlite3_vfs vfs, *real;
	enum disk_fault fault;
	const char *name;
} disk;

static bool fails(const struct shim *shim)
{
	const char *at;

	if (disk.fault == DISK_WORKS || !shim->path)
		return false;
	if (!disk.name)
		return true;
	at = strrchr(shim->path, '/');
	at = at ? at + 1 : shim->path;
	return strncmp(at, disk.name, strlen(disk.name)) == 0 &&
	       (at[strlen(disk.name)] == '\0' || at[strlen(disk.name)] == '-');
}

static sqlite3_file *real(sqlite3_file *file)
{
	return ((struct shim *)file)->real;
}

static int shim_close(sqlite3_file *file)
{
	return real(file)->pMethods->xClose(real(file));
}

static int shim_read(sqlite3_file *file, void *bytes, int len, sqlite3_int64 at)
{
	return real(file)->pMethods->xRead(real(file), bytes, len, at);
}

static int shim_write(sqlite3_file *file, const void *bytes, int len, sqlite3_int64 at)
{
	if (disk.fault == DISK_WRITE_FAILS && fails((struct shim *)file))
		return SQLITE_IOERR_WRITE;
	if (disk.fault == DISK_FULL && fails((struct shim *)file))
		return SQLITE_FULL;
	return real(file)->pMethods->xWrite(real(file), bytes, len, at);
}

static int shim_truncate(sqlite3_file *file, sqlite3_int64 size)
{
	return real(file)->pMethods->xTruncate(real(file), size);
}

static int shim_sync(sqlite3_file *file, int flags)
{
	if (disk.fault == DISK_SYNC_FAILS && fails((struct shim *)file))
		return SQLITE_IOERR_FSYNC;
	return real(file)->pMethods->xSync(real(file), flags);
}

static int shim_size(sqlite3_file *file, sqlite3_int64 *size)
{
	return real(file)->pMethods->xFileSize(real(file), size);
}

static int shim_lock(sqlite3_file *file, int lock)
{
	return real(file)->pMethods->xLock(real(file), lock);
}

static int shim_unlock(sqlite3_file *file, int lock)
{
	return real(file)->pMethods->xUnlock(real(file), lock);
}

static int shim_reserved(sqlite3_file *file, int *out)
{
	return real(file)->pMethods->xCheckReservedLock(real(file), out);
}

static int shim_control(sqlite3_file *file, int op, void *arg)
{
	return real(file)->pMethods->xFileControl(real(file), op, arg);
}

static int shim_sector(sqlite3_file *file)
{
	return real(file)->pMethods->xSectorSize(real(file));
}

static int shim_device(sqlite3_file *file)
{
	return real(file)->pMethods->xDeviceCharacteristics(real(file));
}

static const sqlite3_io_methods methods = {
	.iVersion = 1,
	.xClose = shim_close,
	.xRead = shim_read,
	.xWrite = shim_write,
	.xTruncate = shim_truncate,
	.xSync = shim_sync,
	.xFileSize = shim_size,
	.xLock = shim_lock,
	.xUnlock = shim_unlock,
	.xCheckReservedLock = shim_reserved,
	.xFileControl = shim_control,
	.xSectorSize = shim_sector,
	.xDeviceCharacteristics = shim_device,
};

static int shim_open(sqlite3_vfs *vfs, const char *path, sqlite3_file *file, int flags, int *out)
{
	struct shim *shim = (struct shim *)file;
	int code;

	(void)vfs;
	shim->path = path;
	shim->real = (sqlite3_file *)(shim + 1);
	code = disk.real->xOpen(disk.real, path, shim->real, flags, out);
	shim->base.pMethods = shim->real->pMethods ? &methods : NULL;
	return code;
}

void broken_disk_register(void)
{
	disk.fault = DISK_WORKS;
	disk.real = sqlite3_vfs_find(NULL);
	disk.vfs = *disk.real;
	disk.vfs.zName = "broken-disk";
	disk.vfs.szOsFile = disk.real->szOsFile + (int)sizeof(struct shim);
	disk.vfs.xOpen = shim_open;
	sqlite3_vfs_register(&disk.vfs, 1);
}

void broken_disk_unregister(void)
{
	sqlite3_vfs_unregister(&disk.vfs);
	sqlite3_vfs_register(disk.real, 1);
}

void broken_disk_set(enum disk_fault fault, const char *name)
{
	disk.fault = fault;
	disk.name = name;
}
