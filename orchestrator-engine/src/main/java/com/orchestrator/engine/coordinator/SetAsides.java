package com.orchestrator.engine.coordinator;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.model.Incident;
import com.orchestrator.engine.InvariantViolation;
import com.orchestrator.engine.log.LogIds;
import com.orchestrator.engine.metrics.EngineCounters;
import com.orchestrator.engine.seal.MissingKey;
import com.orchestrator.engine.store.SetAsideStore;
import com.orchestrator.engine.store.StoreUnavailableException;
import com.orchestrator.engine.store.UnreadablePage;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sets runs aside that a fault keeps from going on: remembers which, hides them from whoever looks for work, and says so
 * once. What is wrong with the world, such as a database that does not answer, is no fault of a run and never comes here.
 */
final class SetAsides {

    private static final Logger LOG = LoggerFactory.getLogger(SetAsides.class);
    private static final int MESSAGE_CHARS_MAX = 500;
    private static final int CAUSES_MAX = 5;

    private final SetAsideStore store;
    private final RandomGenerator random;
    private final UUID server;
    private final EngineCounters counters;

    /** What was done with a run when a fault was met; a name is for good. */
    enum Met {
        HISTORY_UNREADABLE,
        DECISION_FAILED,
        RECORD_REFUSED
    }

    /** @param server this process and no other */
    SetAsides(SetAsideStore store, RandomGenerator random, UUID server, EngineCounters counters) {
        this.store = store;
        this.random = random;
        this.server = server;
        this.counters = counters;
    }

    UUID server() {
        return server;
    }

    /**
     * Has the run of a request set aside and answers it; what a worker has reported is kept.
     *
     * @return false when the database did not answer, and nothing has changed
     */
    boolean isolate(LaneRequest request, UUID instanceId, Met met, Throwable fault) {
        try {
            Incident incident = setAside(instanceId, met, fault);
            if (request instanceof LaneRequest.OnRun onRun && onRun.report != null) {
                store.keep(onRun.report);
            }
            answer(request, instanceId, incident);
            return true;
        } catch (StoreUnavailableException unavailable) {
            request.refuse(Unavailable.because(unavailable));
            return false;
        } catch (MissingKey missing) {
            request.refuse(missing.refusal());
            return true;
        } catch (RuntimeException second) {
            second.addSuppressed(fault);
            refuseInternal(request, second);
            return false;
        }
    }

    private Incident setAside(UUID instanceId, Met met, Throwable fault) {
        UUID incidentId = new UUID(random.nextLong(), random.nextLong());
        Incident incident =
                store.setAside(new SetAsideStore.Fault(instanceId, incidentId, met.name(), words(fault), server));
        if (incident.incidentId().equals(incidentId)) {
            counters.setAside(met.name());
            LogIds.of("instanceId", instanceId)
                    .and("incidentId", incidentId)
                    .log(() -> LOG.error("Incident {}: run {} is set aside ({})", incidentId, instanceId, met, fault));
        }
        return incident;
    }

    /** Whoever asked about this run in particular hears of it; the others have asked about work, and there is none. */
    static void answer(LaneRequest request, UUID instanceId, Incident incident) {
        if (request instanceof LaneRequest.OnRun || request instanceof LaneRequest.TakeUp) {
            request.refuse(refusal(instanceId, incident));
        } else {
            request.answer().complete(Answer.NOTHING);
        }
    }

    static OrchestratorException refusal(UUID instanceId, Incident incident) {
        return refusal(
                instanceId,
                incident,
                incident.message() + ". What workers report to it is kept; it goes on when it can be worked on again.");
    }

    /** To whoever wants to read what cannot be read. */
    static OrchestratorException unreadable(UUID instanceId, Incident incident, InvariantViolation fault) {
        String where = fault instanceof UnreadablePage page
                ? ". The first event that cannot be read has sequence number " + page.firstSequence()
                        + "; events?after=" + page.lastSequence() + " goes on behind it."
                : ".";
        return refusal(instanceId, incident, words(fault) + where);
    }

    private static OrchestratorException refusal(UUID instanceId, Incident incident, String why) {
        return new OrchestratorException(
                ErrorCode.SET_ASIDE,
                "Instance " + instanceId + " is set aside since " + incident.openedAt() + " (incident "
                        + incident.incidentId() + ", " + incident.code() + "): " + why);
    }

    /** A fault that is of nobody but the one who asked. */
    static void refuseInternal(LaneRequest request, Throwable fault) {
        LogIds.of("instanceId", request instanceof LaneRequest.OnRun onRun ? onRun.instanceId : null)
                .log(() -> LOG.error("A request failed on a fault", fault));
        request.refuse(
                new OrchestratorException(ErrorCode.INTERNAL, "The engine met a fault while working on this run"));
    }

    /** The first lines of what was met and of what lies behind it. */
    static String words(Throwable fault) {
        StringBuilder words = new StringBuilder();
        @Nullable Throwable one = fault;
        for (int i = 0; one != null && i < CAUSES_MAX; i++) {
            String message = one.getMessage() == null ? one.getClass().getSimpleName() : one.getMessage();
            String line = message.lines().findFirst().orElse("").replace("\0", "");
            if (words.indexOf(line) < 0) {
                words.append(words.isEmpty() ? "" : ": ").append(line);
            }
            one = one.getCause();
        }
        return words.length() > MESSAGE_CHARS_MAX ? words.substring(0, MESSAGE_CHARS_MAX) : words.toString();
    }
}
