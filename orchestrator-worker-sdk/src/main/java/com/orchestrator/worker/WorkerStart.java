package com.orchestrator.worker;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The first moments of a worker: it says what it is, and asks the server whether that wants it. */
final class WorkerStart {

    private static final Logger LOG = Logs.of(OrchestratorWorker.class);
    private static final int ANSWER_SECONDS_MAX = 5;
    /** A container whose application is still to come answers as one that has none: it is asked a few times. */
    private static final int TRIES_MAX = 10;

    private static final int PAUSE_MILLIS = 500;

    private final WorkerSettings settings;
    private final List<String> taskTypes;
    private final URI server;
    private final boolean failFast;

    WorkerStart(WorkerSettings settings, List<String> taskTypes, URI server, boolean failFast) {
        this.settings = settings;
        this.taskTypes = List.copyOf(taskTypes);
        this.server = server;
        this.failFast = failFast;
    }

    /** @throws ServerRefusedException when the server does not want this worker and {@code failFast} is on */
    void begin(Presence presence) {
        LOG.log(Level.INFO, summary());
        if (failFast) {
            for (int tries = 1; !isSettled(presence.sayHello(), tries); tries++) {
                CompletableFuture.runAsync(
                                () -> {}, CompletableFuture.delayedExecutor(PAUSE_MILLIS, TimeUnit.MILLISECONDS))
                        .join();
            }
        }
    }

    private String summary() {
        return "Worker " + settings.workerId() + (settings.name() == null ? "" : " (" + settings.name() + ")")
                + " starts: server " + server + ", queues " + settings.queues() + ", handlers " + taskTypes
                + ", deployment " + (settings.deployment() == null ? "not given" : settings.deployment()) + ", "
                + settings.maxConcurrent() + " tasks at once";
    }

    /** Whether there is no reason to ask again: the server wants the worker, or nobody answers, which may pass later. */
    private boolean isSettled(CompletableFuture<?> answer, int tries) {
        try {
            answer.get(ANSWER_SECONDS_MAX, TimeUnit.SECONDS);
            return true;
        } catch (TimeoutException nobodyAnswers) {
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        } catch (ExecutionException e) {
            Optional<Refusal> refusal = Refusal.of(server, e);
            if (refusal.isPresent() && !(refusal.get().mayBeStarting() && tries < TRIES_MAX)) {
                LOG.log(Level.ERROR, refusal.get().message());
                throw new ServerRefusedException(refusal.get().message(), FailureMapping.unwrap(e));
            }
            return refusal.isEmpty();
        }
    }
}
