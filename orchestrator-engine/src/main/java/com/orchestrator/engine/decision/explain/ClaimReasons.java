package com.orchestrator.engine.decision.explain;

import com.orchestrator.api.model.Reason;
import com.orchestrator.api.model.ReasonCode;
import com.orchestrator.engine.history.ClaimEvent;
import com.orchestrator.engine.history.ClaimName;
import com.orchestrator.engine.history.Entry;
import com.orchestrator.engine.history.NodeKey;
import com.orchestrator.engine.run.Claims;
import com.orchestrator.engine.run.Run;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;

/** What a run, or a task of it, waits for because others hold it. */
final class ClaimReasons {

    private final Run run;
    private final Story story;
    private final Facts facts;

    ClaimReasons(Run run, Story story, Facts facts) {
        this.run = run;
        this.story = story;
        this.facts = facts;
    }

    Stream<Reason> all() {
        Claims claims = run.claims();
        return claims.waiting().stream()
                .flatMap(key -> claims.awaitedBy(key).stream()
                        .filter(name -> claims.fence(name) == null)
                        .map(name -> reason(key, name)));
    }

    private Reason reason(NodeKey key, String name) {
        Facts.Line line = facts.lines().getOrDefault(name, Facts.Line.EMPTY);
        List<String> holders = line.holders().stream().map(UUID::toString).toList();
        int ahead = line.ahead(run.instanceId());
        ReasonDraft draft = new ReasonDraft(ClaimName.isLock(name) ? ReasonCode.LOCK_HELD : ReasonCode.WAITS_FOR_SLOT)
                .began(requested(key))
                .waitsFor(holders)
                .actions("cancel");
        if (!key.equals(Claims.OF_RUN)) {
            draft.task(key);
        }
        String who = key.equals(Claims.OF_RUN) ? "The run" : "Task " + key;
        String what = ClaimName.isLock(name)
                ? "the lock " + ClaimName.shown(name)
                : "a place among the runs of " + ClaimName.shown(name);
        String held = holders.isEmpty() ? "nobody holds it just now" : "held by run " + String.join(", ", holders);
        return draft.saying(who + " waits for " + what + ", " + held + "; " + ahead + " wait before it.");
    }

    private Entry requested(NodeKey key) {
        return Objects.requireNonNull(story.last(event -> event instanceof ClaimEvent.ClaimsRequested requested
                && (requested.taskId() == null
                        ? key.equals(Claims.OF_RUN)
                        : key.equals(new NodeKey(requested.taskId(), requested.iteration())))));
    }
}
