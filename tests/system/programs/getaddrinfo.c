/* Asks the C library for a name's addresses; prints them, or the name of the error. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netdb.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

static const char *error_name(int error) {
  switch (error) {
  case EAI_AGAIN: return "EAI_AGAIN";
  case EAI_FAIL: return "EAI_FAIL";
  case EAI_NONAME: return "EAI_NONAME";
#ifdef EAI_NODATA
  case EAI_NODATA: return "EAI_NODATA";
#endif
  default: return gai_strerror(error);
  }
}

int main(int count, char **words) {
  struct addrinfo hints, *found, *each;
  char text[INET6_ADDRSTRLEN];
  if (count != 2) return 2;
  memset(&hints, 0, sizeof hints);
  hints.ai_socktype = SOCK_STREAM;
  int error = getaddrinfo(words[1], NULL, &hints, &found);
  if (error) {
    printf("%s\n", error_name(error));
    return 1;
  }
  for (each = found; each; each = each->ai_next) {
    const void *address = each->ai_family == AF_INET ? (void *)&((struct sockaddr_in *)each->ai_addr)->sin_addr
                                                     : (void *)&((struct sockaddr_in6 *)each->ai_addr)->sin6_addr;
    printf("%s\n", inet_ntop(each->ai_family, address, text, sizeof text));
  }
  return 0;
}
