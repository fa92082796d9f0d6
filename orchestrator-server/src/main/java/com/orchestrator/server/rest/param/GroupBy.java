package com.orchestrator.server.rest.param;

import com.orchestrator.api.model.CountBy;
import com.orchestrator.server.rest.json.Refusals;
import com.orchestrator.server.rest.json.Suggestion;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What is counted apart, as {@code groupBy=state}. */
public record GroupBy(CountBy value) {

    private static final List<String> NAMES = Arrays.stream(CountBy.values())
            .map(by -> by.name().toLowerCase(Locale.ROOT))
            .toList();

    public static GroupBy fromString(String text) {
        if (!NAMES.contains(text)) {
            throw Refusals.invalid(
                    "/groupBy",
                    "Runs cannot be counted by '" + text + "'",
                    Suggestion.hint(text, NAMES).orElse("known are " + String.join(", ", NAMES)));
        }
        return new GroupBy(CountBy.valueOf(text.toUpperCase(Locale.ROOT)));
    }
}
