package com.orchestrator.engine.coordinator;

import com.orchestrator.api.limit.QueueLimit;
import com.orchestrator.api.model.ExecutionState;
import com.orchestrator.api.model.ReasonCode;
import com.orchestrator.engine.decision.explain.Facts.NoRoom;
import com.orchestrator.engine.history.ExecutionId;
import com.orchestrator.engine.limit.LimitBook;
import com.orchestrator.engine.limit.Rule;
import com.orchestrator.engine.limit.RuleName;
import com.orchestrator.engine.limit.RuleState;
import com.orchestrator.engine.limit.RuleUse;
import com.orchestrator.engine.run.ExecutionRun;
import com.orchestrator.engine.run.Run;
import com.orchestrator.engine.store.Snapshot;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which limits keep attempts of a run from being handed out. */
final class FullRules {

    private final LimitBook book;
    private final Instant now;
    private final Map<Rule, RuleUse> uses;

    private FullRules(LimitBook book, Instant now, Map<Rule, RuleUse> uses) {
        this.book = book;
        this.now = now;
        this.uses = uses;
    }

    /** Of each attempt that waits the first rule that has no room for it. */
    static Map<UUID, NoRoom> of(Run run, List<ExecutionRun> live, LimitBook book, Snapshot snapshot) {
        Map<UUID, List<Rule>> rules = new HashMap<>();
        Set<Rule> all = new HashSet<>();
        for (ExecutionRun execution : live) {
            if (execution.state() == ExecutionState.READY && !execution.held()) {
                List<Rule> asked = book.rulesFor(LimitedWork.of(run, execution));
                rules.put(execution.executionId(), asked);
                all.addAll(asked);
            }
        }
        FullRules gates = new FullRules(book, snapshot.now(), snapshot.rules(all));
        Map<UUID, NoRoom> shut = new HashMap<>();
        rules.forEach((execution, asked) -> {
            NoRoom gate = gates.first(asked);
            if (gate != null) {
                shut.put(execution, gate);
            }
        });
        return shut;
    }

    private @Nullable NoRoom first(List<Rule> asked) {
        return asked.stream()
                .filter(rule -> use(rule).state().room(now) == 0)
                .findFirst()
                .map(this::gate)
                .orElse(null);
    }

    private RuleUse use(Rule rule) {
        return Objects.requireNonNull(uses.get(rule));
    }

    private NoRoom gate(Rule rule) {
        RuleName name = RuleName.parse(rule.name());
        RuleState state = use(rule).state();
        Instant until = state.opensAt(now);
        return switch (name.kind()) {
            case QUEUE -> queue(name.subject(), rule, until);
            case BUDGET -> counted(ReasonCode.BUDGET_FULL, "budget " + name.subject(), rule, until);
            case BREAKER ->
                new NoRoom(ReasonCode.BREAKER_OPEN, "the breaker of " + name.subject() + " is open", until, null);
            case FAIR -> counted(ReasonCode.KEY_FULL, "key " + name.key() + " of queue " + name.subject(), rule, until);
            case CAP -> counted(ReasonCode.KEY_FULL, label(name), rule, until);
            case RATE -> rated(label(name), until);
        };
    }

    private static String label(RuleName name) {
        return name.subject() + (name.key().isEmpty() ? "" : " for key " + name.key());
    }

    private NoRoom queue(String queue, Rule rule, @Nullable Instant until) {
        QueueLimit limit = book.queue(queue);
        if (limit.paused()) {
            return new NoRoom(
                    ReasonCode.QUEUE_PAUSED,
                    "queue " + queue + " is paused by " + limit.pausedBy() + ": \"" + limit.pausedReason() + "\"",
                    null,
                    limit.pausedBy());
        }
        RuleState state = use(rule).state();
        return until != null && (state.max() == null || state.used() < state.max())
                ? rated("queue " + queue, until)
                : counted(ReasonCode.QUEUE_FULL, "queue " + queue, rule, until);
    }

    private static NoRoom rated(String what, @Nullable Instant until) {
        return new NoRoom(
                ReasonCode.RATE_LIMITED, "the rate of " + what + " lets the next one begin at " + until, until, null);
    }

    /** A limit that is new lets nothing in until it knows what is under way. */
    private NoRoom counted(ReasonCode code, String what, Rule rule, @Nullable Instant until) {
        RuleState state = use(rule).state();
        String held = use(rule).holders().stream()
                .map(ExecutionId::instanceOf)
                .distinct()
                .map(UUID::toString)
                .collect(Collectors.joining(", "));
        String words = !state.adopting()
                ? what + " is full, " + state.used() + "/" + state.max() + (held.isEmpty() ? "" : ", by runs " + held)
                : what
                        + " is new and lets nothing in until what was under way before is counted, mostly within seconds; so far "
                        + state.used() + "/" + state.max() + (held.isEmpty() ? "" : ", by runs " + held);
        return new NoRoom(code, words, until, null);
    }
}
