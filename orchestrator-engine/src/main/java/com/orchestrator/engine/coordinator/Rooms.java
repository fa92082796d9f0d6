package com.orchestrator.engine.coordinator;

import com.orchestrator.engine.limit.Rule;
import com.orchestrator.engine.limit.RuleState;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** How much room rules have left while a batch takes of it; their rows are locked. */
final class Rooms {

    private final Map<String, RuleState> states;
    private final Instant now;
    private final Map<String, Integer> left = new HashMap<>();
    private final Map<Rule, Integer> begun = new HashMap<>();

    Rooms(Map<String, RuleState> states, Instant now) {
        this.states = states;
        this.now = now;
        states.forEach((name, state) -> left.put(name, state.room(now)));
    }

    /** The first that has no room. */
    Optional<Rule> full(List<Rule> rules) {
        return rules.stream()
                .filter(rule -> left.getOrDefault(rule.name(), 0) <= 0)
                .findFirst();
    }

    /** One more begins. */
    void take(List<Rule> rules) {
        rules.forEach(rule -> {
            left.merge(rule.name(), -1, Integer::sum);
            begun.merge(rule, 1, Integer::sum);
        });
    }

    /** Those that count what is under way. */
    List<String> counting(List<Rule> rules) {
        return rules.stream()
                .map(Rule::name)
                .filter(name -> state(name).max() != null)
                .toList();
    }

    /** What is to be kept of rates, by the row of their rule. */
    Map<String, Instant> rates() {
        Map<String, Instant> rates = new HashMap<>();
        begun.forEach((rule, count) -> {
            Instant next = state(rule.name()).rate() == null
                    ? null
                    : state(rule.name()).nextAfter(count, now);
            if (next != null) {
                rates.put(rule.row(), next);
            }
        });
        return rates;
    }

    /** When a rule that is full by its rate has room again; empty when only the end of an attempt could make some. */
    Optional<Instant> opensAt(Rule rule) {
        RuleState state = state(rule.name());
        int count = begun.getOrDefault(rule, 0);
        return Optional.ofNullable(state.withNext(state.nextAfter(count, now)).opensAt(now));
    }

    private RuleState state(String name) {
        return Objects.requireNonNull(states.get(name));
    }
}
