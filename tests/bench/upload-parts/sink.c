/*
 * The cheapest receiver there is: reads the head of each request, discards the body inside the kernel, answers 200.
 * One connection at a time. Prints its port; ends with its standard input (the parent's death included).
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { HEAD_LIMIT = 16 * 1024, DISCARD_SIZE = 4 * 1024 * 1024 };

static const char answer[] =
    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 12\r\n\r\n{\"ec\":\"EOK\"}";

/* Serves requests until the other side closes. */
static void serve(int client) {
  static char head[HEAD_LIMIT + 1];
  size_t have = 0;
  for (;;) {
    char *end;
    for (head[have] = 0; (end = strstr(head, "\r\n\r\n")) == NULL; head[have] = 0) {
      ssize_t got = have < HEAD_LIMIT ? recv(client, head + have, HEAD_LIMIT - have, 0) : 0;
      if (got <= 0) return;
      have += (size_t)got;
      /* Past the head there may be anything, zeros too; the head itself is text and ends what strstr looks at. */
    }
    const char *length = strcasestr(head, "\r\ncontent-length:");
    const char *expects = strcasestr(head, "\r\nexpect:");
    size_t body = length != NULL && length < end ? strtoull(length + 17, NULL, 10) : 0;
    if (expects != NULL && expects < end) (void)!write(client, "HTTP/1.1 100 Continue\r\n\r\n", 25);
    size_t start = (size_t)(end + 4 - head);
    size_t early = have - start < body ? have - start : body;
    size_t left = body - early;
    memmove(head, head + start + early, have - start - early);
    have -= start + early;
    while (left > 0) {
      ssize_t got = recv(client, NULL, left < DISCARD_SIZE ? left : DISCARD_SIZE, MSG_TRUNC);
      if (got <= 0) return;
      left -= (size_t)got;
    }
    if (write(client, answer, sizeof answer - 1) < 0) return;
  }
}

int main(void) {
  struct sockaddr_in place = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t size = sizeof place;
  int listener = socket(AF_INET, SOCK_STREAM, 0);
  if (bind(listener, (struct sockaddr *)&place, size) != 0 || listen(listener, 8) != 0) return 1;
  getsockname(listener, (struct sockaddr *)&place, &size);
  printf("%d\n", ntohs(place.sin_port));
  fflush(stdout);
  struct pollfd events[2] = {{.fd = listener, .events = POLLIN}, {.fd = STDIN_FILENO, .events = POLLIN}};
  while (poll(events, 2, -1) > 0 && events[1].revents == 0) {
    int client = accept(listener, NULL, NULL);
    if (client < 0) continue;
    serve(client);
    close(client);
  }
  return 0;
}
