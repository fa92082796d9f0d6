package com.orchestrator.api.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One page of a list, with the cursor of the next one when there is one. */
public record Page<T>(List<T> items, @Nullable String next) {

    public Page {
        items = List.copyOf(items);
    }
}
