package com.orchestrator.engine.coordinator;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.engine.store.RunStore;
import com.orchestrator.engine.store.RunsMovedException;
import com.orchestrator.engine.store.StoreUnavailableException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * THE path of every change: load all, decide all, record all in one transaction, answer. The one classifier of failures:
 * a run that moved is decided again, an unreachable database is tried again a few times, and a run that a fault is met at is
 * set aside.
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
                return settle(batch, requests.size());
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
            } catch (RuntimeException | StackOverflowError | LinkageError fault) {
                batch.abandon();
                return isolate(requests, batch, fault);
            }
        }
    }

    /** Everything is durable. What others are told may be lost, as in a crash: chores find it again. */
    private List<LaneRequest> settle(Batch batch, int requests) {
        context.counters().committed(requests);
        batch.isCommitted();
        try {
            effects.dispatch(batch);
        } catch (RuntimeException fault) {
            LOG.error("What follows from a commit was not set in motion; chores will find it", fault);
        }
        return batch.answer();
    }

    /** A fault is of one run: the others of the batch, and of the same queue, must not suffer. */
    private List<LaneRequest> isolate(List<LaneRequest> requests, Batch batch, Throwable fault) {
        if (requests.size() > 1) {
            int half = requests.size() / 2;
            List<LaneRequest> moved = new ArrayList<>(attempt(requests.subList(0, half)));
            moved.addAll(attempt(requests.subList(half, requests.size())));
            return moved;
        }
        LaneRequest request = requests.get(0);
        if (request instanceof LaneRequest.Serve serve && batch.locked() > 1) {
            return serveInParts(serve, batch.locked());
        }
        UUID instanceId = batch.onlyRun();
        if (instanceId == null || batch.isOnlyAskedFor()) {
            SetAsides.refuseInternal(request, fault);
            return List.of();
        }
        context.setAsides().isolate(request, instanceId, batch.mayMeet(), fault);
        return List.of();
    }

    /** The first half alone; when that is done or the run at fault is set aside, the rest. */
    private List<LaneRequest> serveInParts(LaneRequest.Serve serve, int locked) {
        LaneRequest.Serve first = serve.fewer(locked);
        List<LaneRequest> moved = new ArrayList<>(attempt(List.of(first)));
        if (first.answer().isCompletedExceptionally()) {
            first.answer().whenComplete((none, failure) -> serve.answer().completeExceptionally(failure));
            return moved;
        }
        moved.addAll(attempt(List.of(serve)));
        return moved;
    }

    private static void refuse(List<LaneRequest> requests, ErrorCode code, String message) {
        requests.forEach(request -> request.refuse(new OrchestratorException(code, message)));
    }
}
