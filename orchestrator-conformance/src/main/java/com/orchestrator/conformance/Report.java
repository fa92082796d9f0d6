package com.orchestrator.conformance;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The verdicts, for the screen and for programs. */
record Report(List<Verdict> verdicts) {

    private static final String LINE = "%-46s %-8s %8s  %s";

    /** One line each, and how many there are of a kind. */
    String table() {
        String lines = verdicts.stream().map(Report::line).collect(Collectors.joining("\n"));
        String sums = Arrays.stream(Verdict.Outcome.values())
                .map(outcome -> count(outcome) + " " + outcome)
                .collect(Collectors.joining(", "));
        return String.format(Locale.ROOT, LINE, "SCENARIO", "VERDICT", "MS", "WHY") + "\n" + lines + "\n\n" + sums;
    }

    static String line(Verdict verdict) {
        return String.format(Locale.ROOT, LINE, verdict.scenario(), verdict.outcome(), verdict.millis(), verdict.why())
                .stripTrailing();
    }

    private long count(Verdict.Outcome outcome) {
        return verdicts.stream().filter(verdict -> verdict.outcome() == outcome).count();
    }

    void write(Path file) {
        try {
            new ObjectMapper()
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .writeValue(file.toFile(), Map.of("scenarios", verdicts));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
