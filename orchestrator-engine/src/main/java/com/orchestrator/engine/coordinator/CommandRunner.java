package com.orchestrator.engine.coordinator;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.engine.store.RunStore;
import com.orchestrator.engine.store.RunsMovedException;
import com.orchestrator.engine.store.StoreUnavailableException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * THE path of every change: load all, decide all, record all in one transaction, answer. The one classifier of failures:
 * a run that moved is decided again, an unreachable database is tried again a few times, a fault is isolated to the request
 * that causes it.
 */
final class CommandRunner {

    private static final Logger LOG = LoggerFactory.getLogger(CommandRunner.class);
    private static final int MOVED_MAX = 20;
    private static final int UNAVAILABLE_MAX = 5;
    private static final long BACKOFF_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final RunStore store;
    private final BatchContext context;
    private final EffectDispatcher effects;
    private final LongConsumer pause;

    /** @param pause waits so many nanoseconds before an unreachable database is tried again */
    CommandRunner(RunStore store, BatchContext context, EffectDispatcher effects, LongConsumer pause) {
        this.store = store;
        this.context = context;
        this.effects = effects;
        this.pause = pause;
    }

    /** Works off a batch completely: afterwards every request is answered. */
    void run(List<LaneRequest> requests) {
        List<LaneRequest> open = requests;
        for (int round = 0; !open.isEmpty(); round++) {
            if (round == MOVED_MAX) {
                refuse(open, ErrorCode.UNAVAILABLE, "The run is changed by others all the time; try again");
                return;
            }
            open = attempt(open);
        }
    }

    /** @return requests whose run had moved, or is among those that may have, to be decided again */
    private List<LaneRequest> attempt(List<LaneRequest> requests) {
        for (int failures = 0; ; ) {
            Batch batch = new Batch(requests, context);
            try {
                store.inTransaction(transaction -> {
                    batch.load(transaction);
                    batch.decide();
                    batch.record(transaction);
                    return null;
                });
                context.counters().committed(requests.size());
                effects.dispatch(batch);
                return batch.answer();
            } catch (RunsMovedException moved) {
                batch.abandon();
                context.counters().conflicted(1);
                return requests;
            } catch (StoreUnavailableException unavailable) {
                batch.abandon();
                context.counters().unavailable();
                if (++failures == UNAVAILABLE_MAX) {
                    LOG.warn("Gave up on a batch of {}: {}", requests.size(), unavailable.getMessage());
                    refuse(requests, ErrorCode.UNAVAILABLE, "The database did not answer; repeating is safe");
                    return List.of();
                }
                pause.accept(BACKOFF_NANOS << failures);
            } catch (RuntimeException | StackOverflowError fault) {
                batch.abandon();
                return isolate(requests, fault);
            }
        }
    }

    /** One request of the batch hits a bug or a broken invariant: the others must not suffer. */
    private List<LaneRequest> isolate(List<LaneRequest> requests, Throwable fault) {
        if (requests.size() == 1) {
            LOG.error("A request failed on a fault", fault);
            refuse(requests, ErrorCode.INTERNAL, "The engine met a fault while working on this run");
            return List.of();
        }
        List<LaneRequest> moved = new ArrayList<>();
        for (LaneRequest request : requests) {
            moved.addAll(attempt(List.of(request)));
        }
        return moved;
    }

    private static void refuse(List<LaneRequest> requests, ErrorCode code, String message) {
        requests.forEach(request -> request.refuse(new OrchestratorException(code, message)));
    }
}
