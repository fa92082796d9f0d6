package com.orchestrator.api.model;

import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * How many runs there are of each kind, the most first.
 *
 * @param atLeast whether counting ended before all were counted: there are at least so many
 */
public record RunCount(List<Group> items, boolean atLeast) {

    public RunCount {
        items = List.copyOf(items);
    }

    /** Runs that are alike in what was asked. */
    public record Group(String key, long count) {}

    /** Kinds of which there are none are left out. */
    public static RunCount of(Map<String, Long> counts, boolean atLeast) {
        return new RunCount(
                counts.entrySet().stream()
                        .filter(each -> each.getValue() > 0)
                        .map(each -> new Group(each.getKey(), each.getValue()))
                        .sorted(Comparator.comparingLong(Group::count)
                                .reversed()
                                .thenComparing(Group::key))
                        .toList(),
                atLeast);
    }
}
