package com.orchestrator.worker;

import java.net.http.HttpResponse;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * One answer, any status.
 *
 * @param serverTime the server's {@code Date}, cut to seconds; the only clock a worker compares lease ends with
 * @param retryAfter the pause the server asks for
 */
record HttpAnswer(int status, byte[] body, Optional<Instant> serverTime, Optional<Duration> retryAfter) {

    /** As many seconds as are read as a number. */
    private static final Duration PAUSE_MAX = Duration.ofSeconds(999_999);

    static HttpAnswer of(HttpResponse<byte[]> response) {
        Optional<Instant> serverTime = response.headers().firstValue("Date").flatMap(HttpAnswer::date);
        Optional<Duration> pause =
                response.headers().firstValue("Retry-After").flatMap(value -> pause(value, serverTime));
        return new HttpAnswer(response.statusCode(), response.body(), serverTime, pause);
    }

    boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    private static Optional<Instant> date(String value) {
        try {
            return Optional.of(ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** Seconds or a date (RFC 9110); a date counts from the server's own clock, never from ours. */
    private static Optional<Duration> pause(String value, Optional<Instant> serverTime) {
        if (value.matches("\\d{1,6}")) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(value)));
        }
        return date(value)
                .flatMap(until -> serverTime.map(now -> Duration.between(now, until)))
                .filter(pause -> !pause.isNegative())
                .map(pause -> pause.compareTo(PAUSE_MAX) > 0 ? PAUSE_MAX : pause);
    }
}
