#include <kiosk/base/buf.h>

#include <sodium.h>

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Blocks are powers of two, from 32 bytes up; a freed block is reused for its own size or, when
 * nothing else is left, for a smaller one. Answers are few and small: neighbours need no merging.
 */
#define CLASS_FIRST 5u
#define CLASS_COUNT 40u

struct block {
	uint32_t rank;
	uint32_t in_use;
	struct block *next; /* in the list of free blocks of its rank */
};

#define HEADER_SIZE ((sizeof(struct block) + 15u) & ~(size_t)15u)

struct arena {
	char *region;
	size_t size;
	size_t used; /* everything behind was never given out */
	bool locked;
	struct block *free[CLASS_COUNT];
};

enum status arena_open(size_t size, struct arena **out)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE);
	struct arena *arena;

	if (size == 0 || size > SIZE_MAX / 2 || sodium_init() < 0)
		return STATUS_NOMEM;
	arena = calloc(1, sizeof(*arena));
	if (!arena)
		return STATUS_NOMEM;
	/* sodium_malloc puts the data at the end of its pages: only whole pages begin aligned. */
	arena->size = (size + page - 1) / page * page;
	arena->region = sodium_malloc(arena->size);
	if (!arena->region) {
		free(arena);
		return STATUS_NOMEM;
	}
	/* sodium_malloc succeeds where its lock was refused; only asking again tells. */
	arena->locked = sodium_mlock(arena->region, arena->size) == 0;
	memset(arena->region, 0, arena->size);
	*out = arena;
	return STATUS_OK;
}

void arena_close(struct arena *arena)
{
	if (!arena)
		return;
	sodium_free(arena->region);
	free(arena);
}

bool arena_locked(const struct arena *arena)
{
	return arena->locked;
}

static size_t class_size(unsigned rank)
{
	return (size_t)1 << (rank + CLASS_FIRST);
}

static struct block *take_free(struct arena *arena, unsigned rank)
{
	struct block *block = arena->free[rank];

	if (block)
		arena->free[rank] = block->next;
	return block;
}

static struct block *take_new(struct arena *arena, unsigned rank)
{
	size_t size = class_size(rank);
	struct block *block;

	if (size > arena->size - arena->used)
		return NULL;
	block = (struct block *)(void *)(arena->region + arena->used);
	arena->used += size;
	block->rank = rank;
	return block;
}

void *arena_alloc(struct arena *arena, size_t size)
{
	unsigned rank = 0;
	struct block *block;

	if (size > arena->size)
		return NULL;
	while (rank < CLASS_COUNT && class_size(rank) < size + HEADER_SIZE)
		rank++;
	if (rank == CLASS_COUNT)
		return NULL;
	block = take_free(arena, rank);
	if (!block)
		block = take_new(arena, rank);
	while (!block && ++rank < CLASS_COUNT)
		block = take_free(arena, rank);
	if (!block)
		return NULL;
	block->next = NULL;
	block->in_use = 1;
	return (char *)block + HEADER_SIZE;
}

void arena_free(struct arena *arena, void *block)
{
	struct block *head;

	if (!block)
		return;
	head = (struct block *)(void *)((char *)block - HEADER_SIZE);
	if (!head->in_use)
		abort();
	wipe(block, class_size(head->rank) - HEADER_SIZE);
	head->in_use = 0;
	head->next = arena->free[head->rank];
	arena->free[head->rank] = head;
}

char *arena_strndup(struct arena *arena, const char *text, size_t len)
{
	char *copy = len < SIZE_MAX ? arena_alloc(arena, len + 1) : NULL;

	if (copy && len)
		memcpy(copy, text, len);
	return copy; /* zeroed: the NUL is there */
}
