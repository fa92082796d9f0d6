package com.orchestrator.engine.simulation;

import com.fasterxml.jackson.databind.node.TextNode;
import com.orchestrator.engine.plan.ExpressionFailure;
import com.orchestrator.engine.plan.WaitTime;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Times that people and programs write when they mean never, always, or nothing: at every edge, and anywhere. */
public final class TimeTexts {

    /** 10,000 years of 365 days. */
    private static final BigInteger NANOS_MAX =
            BigInteger.valueOf(315_360_000_000L).multiply(BigInteger.valueOf(1_000_000_000));

    private static final long YEAR_1 = -62_135_596_800L;
    private static final long YEAR_10000 = 253_402_300_800L;

    public static final List<String> DURATIONS = List.of(
            "1ms",
            "PT0.000001S",
            "PT0.000000001S",
            "30s",
            "106751d",
            "106752d",
            "292277d",
            "PT2562047H47M16.854775807S",
            "PT2562048H",
            "3650000d",
            "3649999d23h59m59s999ms",
            "3650000d1ms",
            "PT87600000H0.000000001S",
            "99999999d",
            "999999999999d",
            "999999999999ms",
            "PT2562047788015215H",
            "PT2562047788015215H30M7.999999999S",
            "PT9223372036854775807S");

    public static final List<String> MOMENTS = List.of(
            "9999-12-31T23:59:59Z",
            "9999-12-31T23:59:59.999999999Z",
            "9999-12-31T23:59:59+01:00",
            "9999-12-31T23:59:59-00:01",
            "+10000-01-01T00:00:00Z",
            "+10000-01-01T00:00:00+00:01",
            "+294277-01-09T04:00:54.775807Z",
            "+999999999-12-31T23:59:59.999999999Z",
            "2262-04-11T23:47:16.854775807Z",
            "2318-10-05T00:00:00Z",
            "2030-01-01T00:00:00.000000001Z",
            "1970-01-01T00:00:00Z",
            "0001-01-01T00:00:00Z",
            "0001-01-01T00:00:00+00:01",
            "0000-12-31T23:59:59Z",
            "-0001-01-01T00:00:00Z",
            "-999999999-01-01T00:00:00Z");

    private static final List<String> NO_TIMES = List.of("never", "", "9999-99-99T00:00:00Z", "PT", "99999999999999d");

    private final Random random;

    public TimeTexts(Random random) {
        this.random = random;
    }

    private static boolean holds(Duration duration) {
        BigInteger nanos = BigInteger.valueOf(duration.getSeconds())
                .multiply(BigInteger.valueOf(1_000_000_000))
                .add(BigInteger.valueOf(duration.getNano()));
        return nanos.compareTo(NANOS_MAX) <= 0;
    }

    static boolean holds(Instant moment) {
        return moment.getEpochSecond() >= YEAR_1 && moment.getEpochSecond() < YEAR_10000;
    }

    /** Whether it is a time that can be held; by other means than the engine's. */
    public static boolean canBeHeld(String text) {
        try {
            WaitTime read = WaitTime.read(TextNode.valueOf(text));
            return read.length() == null ? holds(read.moment()) : holds(read.length());
        } catch (ExpressionFailure noTime) {
            return false;
        }
    }

    private <T> T any(List<T> texts) {
        return texts.get(random.nextInt(texts.size()));
    }

    Duration duration() {
        return random.nextBoolean() ? WaitTime.duration(any(DURATIONS)) : randomDuration();
    }

    private Duration randomDuration() {
        return Duration.ofSeconds(random.nextLong() >>> 1 + random.nextInt(62), random.nextInt(1_000_000_000));
    }

    Instant moment() {
        return random.nextBoolean()
                ? OffsetDateTime.parse(any(MOMENTS)).toInstant()
                : Instant.ofEpochSecond(random.nextLong(2 * YEAR_1, 2 * YEAR_10000), random.nextInt(1_000_000_000));
    }

    String heldDuration() {
        return Stream.generate(() -> random.nextBoolean()
                        ? any(DURATIONS)
                        : nonZero(randomDuration()).toString())
                .filter(TimeTexts::canBeHeld)
                .findFirst()
                .orElseThrow();
    }

    private static Duration nonZero(Duration duration) {
        return duration.isZero() ? Duration.ofNanos(1) : duration;
    }

    /** One that does not end while a test plays. */
    String longDuration() {
        return Stream.generate(this::heldDuration)
                .filter(text -> WaitTime.duration(text).toDays() > 1)
                .findFirst()
                .orElseThrow();
    }

    String heldTime() {
        return Stream.generate(this::anyTime)
                .filter(TimeTexts::canBeHeld)
                .findFirst()
                .orElseThrow();
    }

    String anyTime() {
        List<String> all = new ArrayList<>(DURATIONS);
        all.addAll(MOMENTS);
        all.addAll(NO_TIMES);
        all.add(moment().toString());
        all.add(duration().toString());
        return any(all);
    }
}
