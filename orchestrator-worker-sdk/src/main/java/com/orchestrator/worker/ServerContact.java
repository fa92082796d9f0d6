package com.orchestrator.worker;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Whether the server answers. Says so in the log when it changes, and not with each try. */
final class ServerContact {

    private static final Logger LOG = Logs.of(ServerContact.class);

    private final URI server;
    private final LongSupplier ticker;
    private State state = State.NEW;
    private long goneSince;
    private @Nullable Refusal refusal;
    private volatile boolean heard;
    private volatile String problem = "Not heard of yet";

    private enum State {
        NEW,
        CONNECTED,
        GONE
    }

    ServerContact(URI server, LongSupplier ticker) {
        this.server = server;
        this.ticker = ticker;
    }

    URI server() {
        return server;
    }

    /** Whether the server answered last. */
    boolean isHeard() {
        return heard;
    }

    /** What was wrong last. */
    String problem() {
        return problem;
    }

    /** What became of a call beside the polls, of which nothing is said in the log. */
    void heard(@Nullable Throwable thrown) {
        if (thrown != null) {
            problem = Refusal.of(server, thrown).map(Refusal::message).orElseGet(() -> reason(thrown));
        }
        heard = thrown == null;
    }

    synchronized void answered() {
        heard(null);
        if (state == State.GONE) {
            Duration gone = Duration.ofNanos(ticker.getAsLong() - goneSince);
            LOG.log(Level.INFO, "The server " + server + " is back after " + gone.toSeconds() + " s");
        } else if (state == State.NEW) {
            LOG.log(Level.INFO, "Connected to the server " + server);
        }
        state = State.CONNECTED;
        refusal = null;
    }

    synchronized void failed(Throwable thrown) {
        heard(thrown);
        Optional<Refusal> refused = Refusal.of(server, thrown);
        if (refused.isPresent()) {
            sayOnce(refused.get(), thrown);
        } else if (state != State.GONE) {
            LOG.log(
                    Level.WARNING,
                    "The server " + server + " cannot be used, it is tried again until it can: " + reason(thrown));
        }
        if (state != State.GONE) {
            goneSince = ticker.getAsLong();
        }
        state = State.GONE;
    }

    private void sayOnce(Refusal refused, Throwable thrown) {
        if (!refused.equals(refusal)) {
            refusal = refused;
            LOG.log(Level.ERROR, refused.message());
            LOG.log(Level.DEBUG, "The refusal", thrown);
        }
    }

    private static String reason(Throwable thrown) {
        Throwable cause = FailureMapping.unwrap(thrown);
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.toString();
    }
}
