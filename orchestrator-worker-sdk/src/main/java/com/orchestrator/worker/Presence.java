package com.orchestrator.worker;

import com.orchestrator.api.model.LeasedTask;
import com.orchestrator.api.request.WorkerHeartbeat;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What a worker tells the server besides polling: that it is there, and which tasks it gives back. Nothing depends on
 * the answers: an unheard heartbeat only leaves a dashboard stale, an unheard release waits for the lease to end. Called
 * on the loop.
 */
final class Presence {

    private static final Logger LOG = Logs.of(Presence.class);
    private static final Duration FAREWELL_TIMEOUT = Duration.ofSeconds(5);

    private final WorkerSettings settings;
    private final WorkerWire wire;
    private final ServerContact contact;
    private volatile Runnable drainAsked = () -> {};
    private CompletableFuture<?> lastBeat = CompletableFuture.completedFuture(null);
    private final Set<CompletableFuture<?>> releases = ConcurrentHashMap.newKeySet();

    Presence(WorkerSettings settings, WorkerWire wire, ServerContact contact) {
        this.settings = settings;
        this.wire = wire;
        this.contact = contact;
    }

    /** What to do when the server asks the worker to drain; may be called more than once, by any thread. */
    void whenDrainIsAsked(Runnable step) {
        drainAsked = step;
    }

    /** Before anything else: fails when the server cannot be reached, or does not want this worker. */
    CompletableFuture<?> sayHello() {
        return wire.heartbeat(settings.heartbeat(WorkerHeartbeat.State.STARTING, 0))
                .whenComplete((heard, thrown) -> contact.heard(thrown));
    }

    /** One after the other, so that the server never hears "draining" after "stopped". */
    void beat(WorkerHeartbeat.State state, int load) {
        lastBeat = lastBeat.handle((done, thrown) -> load).thenCompose(then -> send(state, then));
    }

    private CompletableFuture<?> send(WorkerHeartbeat.State state, int load) {
        return wire.heartbeat(settings.heartbeat(state, load))
                .thenAccept(heard -> obey(heard.drain()))
                .whenComplete((answer, thrown) -> {
                    contact.heard(thrown);
                    log("The heartbeat", thrown);
                });
    }

    /** @param drain what an answer of the server says */
    void obey(boolean drain) {
        if (drain) {
            drainAsked.run();
        }
    }

    void release(LeasedTask task) {
        CompletableFuture<?> release = wire.release(task);
        releases.add(release);
        release.whenComplete((answer, thrown) -> {
            releases.remove(release);
            log("The release of task " + task.idempotencyKey(), thrown);
        });
    }

    /** Completes when everything said before has arrived and the worker has said good-bye, or when that takes too long. */
    CompletableFuture<?> sayFarewell(int load) {
        CompletableFuture<?> released = CompletableFuture.allOf(releases.toArray(CompletableFuture[]::new));
        beat(WorkerHeartbeat.State.STOPPED, load);
        return lastBeat.thenCombine(released, (beat, release) -> load)
                .orTimeout(FAREWELL_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
    }

    private static void log(String what, @Nullable Throwable thrown) {
        if (thrown != null) {
            LOG.log(Level.DEBUG, what + " did not arrive: " + thrown);
        }
    }
}
