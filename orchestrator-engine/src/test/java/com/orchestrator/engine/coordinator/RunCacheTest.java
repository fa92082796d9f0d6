package com.orchestrator.engine.coordinator;

import static com.orchestrator.engine.decision.PlanBuilder.task;
import static com.orchestrator.engine.decision.PlanBuilder.workflow;
import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.model.Payload;
import com.orchestrator.engine.history.Entry;
import com.orchestrator.engine.history.SignalEvent;
import com.orchestrator.engine.run.Run;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Memory is bounded by bytes, whatever runs hold. */
class RunCacheTest extends ChildStory {

    private static final int KIB = 1_024;

    private final RunCache cache = new RunCache(100 * KIB);

    private static CachedRun run(int number, int payload) {
        CachedRun run =
                new CachedRun(new Run(new UUID(1, number), workflow(task("a")).build()));
        signal(run, payload);
        return run;
    }

    private static void signal(CachedRun run, int payload) {
        run.grewBy(List.of(new Entry(
                1,
                Instant.EPOCH,
                null,
                new SignalEvent.SignalReceived("paid", "s"),
                Payload.ofJson("\"" + "x".repeat(payload - 2) + "\""))));
    }

    private boolean has(CachedRun run) {
        return cache.get(run.run().instanceId()) == run;
    }

    @Test
    void leastRecentlyUsed_goesFirst() {
        CachedRun first = run(1, 30 * KIB);
        CachedRun second = run(2, 30 * KIB);
        cache.put(first);
        cache.put(second);
        assertThat(has(first)).isTrue();

        cache.put(run(3, 60 * KIB));

        assertThat(has(second)).isFalse();
        assertThat(has(first)).isTrue();
    }

    @Test
    void runThatGrows_drivesOutOthers_andStaysItself() {
        CachedRun growing = run(1, 30 * KIB);
        CachedRun other = run(2, 30 * KIB);
        cache.put(growing);
        cache.put(other);

        signal(growing, 200 * KIB);
        cache.put(growing);

        assertThat(has(other)).isFalse();
        assertThat(has(growing)).isTrue();
    }

    @Test
    void roomOfWhatIsGone_isFree() {
        for (int number = 0; number < 1_000; number++) {
            CachedRun passing = run(number, 60 * KIB);
            cache.put(passing);
            cache.evict(passing.run().instanceId());
        }
        CachedRun first = run(1, 30 * KIB);
        CachedRun second = run(2, 30 * KIB);
        cache.put(first);
        cache.put(second);

        assertThat(has(first)).isTrue();
        assertThat(has(second)).isTrue();
    }

    /** What is asked of it from then on is rare, and reads it again. */
    @Test
    void runThatHasEnded_isNotKept() {
        register(CHILD, parent("", AFTER));
        UUID parent = start();
        complete("before");
        assertThat(engine.remembers(parent)).isPresent();
        UUID child = child(parent);
        complete("one", "two", "after");

        assertThat(engine.remembers(parent)).isEmpty();
        assertThat(engine.remembers(child)).isEmpty();
    }
}
