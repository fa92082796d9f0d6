package com.orchestrator.engine.expression;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** JSON texts as clients of all kinds print them: any spelling the grammar allows, and never the one a printer would choose. */
final class RandomJson {

    private static final int DEPTH_MAX = 4;
    private static final List<String> NUMBERS = List.of(
            "0",
            "-0",
            "1.0",
            "-0.0",
            "1e400",
            "1E+2",
            "0.10",
            "12345678901234567890.123456789",
            "9223372036854775808",
            "-1e-999",
            "100000000000000000000000000000000000000000",
            "3.1400");
    private static final List<String> CHARACTERS = List.of(
            "a",
            "\\u0061",
            "\\/",
            "/",
            "\\\"",
            "\\\\",
            "\\n",
            "\\u0000",
            "ä",
            "\\u00e4",
            "€",
            "😀",
            "\\ud83d\\ude00",
            "}",
            "]",
            ",",
            ":",
            "$",
            "{",
            " ",
            "\u007f",
            "\u2028");
    private static final List<String> SPACES = List.of("", "", "", " ", "\n", "\t", "\r\n  ");

    private final RandomGenerator random;

    RandomJson(RandomGenerator random) {
        this.random = random;
    }

    String value() {
        return value(0);
    }

    private String value(int depth) {
        return switch (random.nextInt(depth < DEPTH_MAX ? 8 : 5)) {
            case 0, 1 -> pick(NUMBERS);
            case 2, 3 -> text();
            case 4 -> pick(List.of("true", "false", "null"));
            case 5 -> "[" + space() + elements(depth) + space() + "]";
            default -> "{" + space() + fields(depth) + space() + "}";
        };
    }

    private String elements(int depth) {
        return IntStream.range(0, random.nextInt(4))
                .mapToObj(i -> value(depth + 1))
                .collect(Collectors.joining(space() + "," + space()));
    }

    private String fields(int depth) {
        return IntStream.range(0, random.nextInt(4))
                .mapToObj(i -> text(String.valueOf(i)) + space() + ":" + space() + value(depth + 1))
                .collect(Collectors.joining(space() + "," + space()));
    }

    private String text() {
        return text("");
    }

    private String text(String end) {
        return "\""
                + IntStream.range(0, random.nextInt(6))
                        .mapToObj(i -> pick(CHARACTERS))
                        .collect(Collectors.joining())
                + end + "\"";
    }

    String space() {
        return pick(SPACES);
    }

    private String pick(List<String> values) {
        return values.get(random.nextInt(values.size()));
    }
}
