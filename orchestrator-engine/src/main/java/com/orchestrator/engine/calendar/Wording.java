package com.orchestrator.engine.calendar;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/** Sets of numbers as English words. */
final class Wording {

    private Wording() {}

    /** {@code "a"}, {@code "a and b"}, {@code "a, b and c"}. */
    static String list(List<String> words) {
        int last = words.size() - 1;
        return last < 1
                ? String.join("", words)
                : String.join(", ", words.subList(0, last)) + " and " + words.get(last);
    }

    /** Runs of three and more neighbours become ranges. */
    static String ranges(List<Integer> values, IntFunction<String> word) {
        List<String> words = new ArrayList<>();
        for (int i = 0; i < values.size(); ) {
            int end = endOfRun(values, i);
            if (end - i >= 2) {
                words.add(word.apply(values.get(i)) + " to " + word.apply(values.get(end)));
                i = end + 1;
            } else {
                words.add(word.apply(values.get(i)));
                i++;
            }
        }
        return list(words);
    }

    private static int endOfRun(List<Integer> values, int begin) {
        int end = begin;
        while (end + 1 < values.size() && values.get(end + 1) == values.get(end) + 1) {
            end++;
        }
        return end;
    }

    /** The same distance between all of them, from the field's first to the end of its range; 0 when there is none. */
    static int step(List<Integer> values, CronField field) {
        if (values.size() < 2 || values.get(0) != field.min()) {
            return 0;
        }
        int step = values.get(1) - values.get(0);
        for (int i = 2; i < values.size(); i++) {
            if (values.get(i) - values.get(i - 1) != step) {
                return 0;
            }
        }
        boolean isWhole = values.get(values.size() - 1) + step > field.max();
        return isWhole ? step : 0;
    }

    static String every(int step, String unit) {
        return step == 1 ? "every " + unit : "every " + step + " " + unit + "s";
    }

    static String ordinal(int number) {
        return switch (number) {
            case 1 -> "first";
            case 2 -> "second";
            case 3 -> "third";
            case 4 -> "fourth";
            default -> "fifth";
        };
    }
}
