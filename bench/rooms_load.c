/* Loads a chat over websockets that are open already: their descriptors come on standard input.
 *
 * rooms_load raw|socketio|rooms IN_FLIGHT A_SECOND SECONDS PID [TAG]
 *
 * IN_FLIGHT messages are kept on their way, or A_SECOND are sent each second where IN_FLIGHT is 0;
 * senders take turns. A message carries the time of its sending; one is complete once every client
 * has it. Prints one line of JSON: deliveries, seconds of processor time of PID, and milliseconds.
 * One thread over epoll, frames read where they lie: light enough to leave the server its core. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <time.h>
#include <unistd.h>

enum { MOST = 20000, SENT_MOST = 1 << 22, STEPS = 200000, LONGEST = 1 << 20 };
typedef struct { int fd; unsigned char *left; size_t length; } Client;
typedef struct { unsigned count[STEPS]; long total; } Times; /* in steps of 20 microseconds */

static Client clients[MOST];
static int count, alive, poll_fd;
static const char *mode, *tag;
static int *received;
static long sent, delivered, completed, refused, next_sender;
static int measuring;
static Times each;
static unsigned char buffer[2 * LONGEST];

static long long now(void) {
    struct timespec at;
    clock_gettime(CLOCK_MONOTONIC, &at);
    return at.tv_sec * 1000000000LL + at.tv_nsec;
}

static void note(Times *times, long long nanoseconds) {
    long step = nanoseconds / 20000;
    if (step < 0) step = 0;
    times->count[step < STEPS ? step : STEPS - 1]++;
    times->total++;
}

static double quantile(const Times *times, double part) {
    long wanted = times->total * part, seen = 0;
    for (int step = 0; step < STEPS; step++)
        if ((seen += times->count[step]) > wanted) return step / 50.0;
    return -1;
}

static double processor_seconds(int pid) {
    char path[64], line[1024];
    unsigned long user = 0, kernel = 0;
    snprintf(path, sizeof path, "/proc/%d/stat", pid);
    FILE *file = fopen(path, "r");
    if (file && fgets(line, sizeof line, file))
        sscanf(strrchr(line, ')') + 2,
               "%*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu", &user, &kernel);
    if (file) fclose(file);
    return (double)(user + kernel) / sysconf(_SC_CLK_TCK);
}

/* A masked text frame; the mask is zero, which is a mask like any other. */
static void send_text(Client *client, const char *text, int length) {
    unsigned char frame[2048];
    int at = 0;
    frame[at++] = 0x81;
    if (length < 126) frame[at++] = 0x80 | length;
    else { frame[at++] = 0x80 | 126; frame[at++] = length >> 8; frame[at++] = length & 255; }
    memset(frame + at, 0, 4);
    memcpy(frame + at + 4, text, length);
    at += 4 + length;
    if (write(client->fd, frame, at) != at) { refused++; }
}

static void leave(Client *client) {
    if (client->fd < 0) return;
    close(client->fd);
    client->fd = -1;
    alive--;
}

static void hear(Client *client, int opcode, unsigned char *data, long length) {
    if (opcode == 8) { leave(client); return; }
    if (opcode != 1 || length < 1) return;
    if (strcmp(mode, "raw") && data[0] == '2') { send_text(client, "3", 1); return; }
    if (length > 2 && data[0] == '4' && data[1] == '3') {
        if (memmem(data, length, "\"error\"", 7)) { refused++; completed++; }
        return;
    }
    unsigned char *at = memmem(data, length, "T=", 2);
    if (!at) return;
    long long then = strtoll((char *)at + 2, NULL, 10);
    long number = strtol((char *)at + 23, NULL, 10);
    delivered++;
    if (measuring) note(&each, now() - then);
    if (number >= 0 && number < SENT_MOST && ++received[number] == alive) completed++;
}

static void read_from(Client *client) {
    size_t length = client->length;
    if (length) { memcpy(buffer, client->left, length); free(client->left); client->length = 0; }
    ssize_t got = read(client->fd, buffer + length, LONGEST);
    if (got == 0 || (got < 0 && errno != EAGAIN)) { leave(client); return; }
    if (got > 0) length += got;
    size_t at = 0;
    while (length - at >= 2 && client->fd >= 0) {
        size_t size = buffer[at + 1] & 127, head = 2;
        if (size == 126) {
            if (length - at < 4) break;
            size = buffer[at + 2] << 8 | buffer[at + 3];
            head = 4;
        } else if (size == 127) {
            if (length - at < 10) break;
            size = 0;
            for (int i = 0; i < 8; i++) size = size << 8 | buffer[at + 2 + i];
            head = 10;
        }
        if (length - at < head + size) break;
        hear(client, buffer[at] & 15, buffer + at + head, size);
        at += head + size;
    }
    if (client->fd >= 0 && at < length) {
        client->length = length - at;
        client->left = malloc(client->length);
        memcpy(client->left, buffer + at, client->length);
    }
}

static void pump(int milliseconds) {
    struct epoll_event events[512];
    int ready = epoll_wait(poll_fd, events, 512, milliseconds);
    for (int i = 0; i < ready; i++) {
        Client *client = &clients[events[i].data.u32];
        if (client->fd >= 0) read_from(client);
    }
}

static void say(void) {
    char words[256], text[1024];
    do next_sender = (next_sender + 1) % count; while (clients[next_sender].fd < 0);
    int length = snprintf(words, sizeof words, "T=%019lldS=%08ld", now(), sent);
    memset(words + length, '.', 60);
    words[length + 60] = 0;
    if (!strcmp(mode, "raw")) length = snprintf(text, sizeof text, "%s", words);
    else if (!strcmp(mode, "socketio"))
        length = snprintf(text, sizeof text, "42[\"msg\",{\"x\":\"%s\"}]", words);
    else
        length = snprintf(text, sizeof text,
            "42/rooms,%ld[\"say\",{\"client_id\":\"%s%08ldAAAAAAAAAA\",\"text\":\"%s\",\"sure\":true}]",
            sent, tag, sent, words);
    sent++;
    send_text(&clients[next_sender], text, length);
}

int main(int argc, char **argv) {
    if (argc < 6) return 2;
    mode = argv[1];
    int in_flight = atoi(argv[2]), pid = atoi(argv[5]);
    double a_second = atof(argv[3]), seconds = atof(argv[4]);
    tag = argc > 6 ? argv[6] : "AAAA";
    received = calloc(SENT_MOST, sizeof *received);
    poll_fd = epoll_create1(0);
    for (int fd; count < MOST && scanf("%d", &fd) == 1; count++) {
        struct epoll_event event = {.events = EPOLLIN, .data.u32 = count};
        clients[count].fd = fd;
        fcntl(fd, F_SETFL, O_NONBLOCK);
        epoll_ctl(poll_fd, EPOLL_CTL_ADD, fd, &event);
    }
    alive = count;
    for (int i = 0; i < 50; i++) pump(10);
    long long began = now(), start = began + 500000000LL, end = start + seconds * 1e9, at;
    double cpu = 0, due = 0;
    long delivered_before = 0, completed_before = 0;
    while ((at = now()) < end && alive) {
        if (!measuring && at >= start) {
            measuring = 1;
            delivered_before = delivered;
            completed_before = completed;
            cpu = processor_seconds(pid);
        }
        if (in_flight) while (sent - completed < in_flight) say();
        else for (due = (at - began) / 1e9 * a_second; sent < due;) say();
        pump(1);
    }
    double spent = processor_seconds(pid) - cpu;
    long told = delivered - delivered_before, whole = completed - completed_before;
    long long quiet = now();
    for (long before = delivered; delivered < sent * alive && now() - quiet < 2000000000LL; pump(5))
        if (delivered != before) { before = delivered; quiet = now(); }
    printf("{\"clients\": %d, \"alive\": %d, \"sent\": %ld, \"completed\": %ld, \"refused\": %ld, "
           "\"delivered\": %ld, \"seconds\": %.3f, \"cpu\": %.3f, \"p50\": %.2f, \"p99\": %.2f, "
           "\"lost\": %ld}\n", count, alive, sent, whole, refused, told, seconds, spent,
           quantile(&each, 0.5), quantile(&each, 0.99),
           (sent - refused) * (long)count - delivered);
    return 0;
}
