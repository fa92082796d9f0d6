package com.orchestrator.cli.translate;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Where the states of a state machine lead to. */
final class AslGraph {

    private final JsonNode states;
    private final Map<String, Set<String>> reachable = new LinkedHashMap<>();

    AslGraph(JsonNode states) {
        this.states = states;
    }

    JsonNode state(String name) {
        return states.path(name);
    }

    /** Where a state leads to when it does not fail. */
    List<String> next(String name) {
        List<String> next = new ArrayList<>();
        JsonNode state = state(name);
        state.path("Choices").forEach(rule -> next.add(rule.path("Next").asText()));
        for (String key : List.of("Default", "Next")) {
            if (state.has(key)) {
                next.add(state.get(key).asText());
            }
        }
        return next;
    }

    /** All that can come of a state, itself first, in the order of a walk along the shortest ways. */
    Set<String> reachable(String name) {
        Set<String> known = reachable.get(name);
        if (known != null) {
            return known;
        }
        Set<String> found = new LinkedHashSet<>();
        Deque<String> open = new ArrayDeque<>(List.of(name));
        while (!open.isEmpty()) {
            String at = open.poll();
            if (found.add(at)) {
                open.addAll(next(at));
            }
        }
        reachable.put(name, found);
        return found;
    }

    /** Where ways that part come together again: the first state that more than one of them leads to, and from which the others follow. */
    Optional<String> join(List<String> ways) {
        Set<String> shared = new LinkedHashSet<>();
        Set<String> seen = new LinkedHashSet<>();
        for (String way : new LinkedHashSet<>(ways)) {
            reachable(way).forEach(state -> {
                if (!seen.add(state)) {
                    shared.add(state);
                }
            });
        }
        return shared.stream()
                .filter(state -> reachable(state).containsAll(shared))
                .findFirst();
    }

    /** The states from one to the choice that leads back to it, when nothing but that choice branches; empty when there is no such circle. */
    List<String> circle(String head) {
        List<String> ring = new ArrayList<>();
        String at = head;
        while (!ring.contains(at)) {
            ring.add(at);
            List<String> next = next(at);
            if (state(at).path("Type").asText().equals("Choice")) {
                return next.contains(head) && ring.size() > 1 ? ring : List.of();
            }
            if (next.size() != 1) {
                return List.of();
            }
            at = next.get(0);
        }
        return List.of();
    }
}
