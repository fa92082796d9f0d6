package com.orchestrator.server.front;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.Problem;
import jakarta.servlet.Servlet;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All bodies on their way, and one clock for them. */
public final class SlowBodies implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SlowBodies.class);

    private static final Duration LOOK = Duration.ofMillis(500);

    /** A caller that was refused without its body being read shall come to know it: some clients send all before they read. */
    private static final Duration LINGER = Duration.ofSeconds(2);

    private final FrontLimits limits;
    private final int bodyBytesMax;
    private final HeldBytes held = new HeldBytes(FrontLimits.heldBytesMax());
    private final Set<Waiting> waiting = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "orchestrator-slow-bodies");
        thread.setDaemon(true);
        return thread;
    });

    private record Waiting(SlowBody body, boolean isRefused) {}

    public SlowBodies(FrontLimits limits, int bodyBytesMax) {
        this.limits = limits;
        this.bodyBytesMax = bodyBytesMax;
        clock.scheduleWithFixedDelay(this::look, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** A caller that asks before it sends too much is spared the sending. */
    boolean isAnnouncedInVain(HttpServletRequest request) {
        return request.getHeader("Expect") != null && request.getContentLengthLong() > bodyBytesMax;
    }

    /** Reads the body; when it is there the exchange has it and goes on, when it takes too long it is refused. */
    void receive(Exchange exchange, Runnable next) throws IOException {
        Consumer<byte[]> arrived = bytes -> {
            exchange.replaceBody(bytes);
            next.run();
        };
        listen(exchange, bodyBytesMax + 1, false, arrived, cause -> refuse(exchange, cause));
    }

    private static void refuse(Exchange exchange, Throwable cause) {
        exchange.closeAfterwards();
        exchange.refuse(refusal(cause));
    }

    private static Problem refusal(Throwable cause) {
        if (cause instanceof InterruptedIOException) {
            return Front.problem(ErrorCode.REQUEST_TIMEOUT, "The body came too slowly: send it at once");
        }
        return cause instanceof SlowBody.NoRoomException
                ? Front.problem(ErrorCode.UNAVAILABLE, "Too many bodies are on their way; come again")
                : Front.problem(ErrorCode.MALFORMED_REQUEST, "The body broke off before its end");
    }

    /** Lets the resources refuse, and then waits a moment for the rest of the body, which nobody wants. */
    void refuse(Exchange exchange, Servlet resources) throws ServletException, IOException {
        exchange.closeAfterwards();
        exchange.refuseBy(resources);
        listen(exchange, 0, true, nothing -> exchange.end(), cause -> exchange.end());
    }

    private void listen(
            Exchange exchange, int keptMax, boolean isRefused, Consumer<byte[]> arrived, Consumer<Throwable> brokenOff)
            throws IOException {
        ServletInputStream in = exchange.connection();
        SlowBody body = new SlowBody(in, exchange.getContentLengthLong(), keptMax, held, arrived, brokenOff);
        waiting.add(new Waiting(body, isRefused));
        in.setReadListener(body);
    }

    private void look() {
        waiting.removeIf(entry -> entry.body().isDecided());
        waiting.forEach(entry -> {
            Duration waited = Duration.ofNanos(entry.body().waitedNanos());
            boolean isInTime = entry.isRefused()
                    ? waited.compareTo(LINGER) < 0
                    : limits.isFastEnough(entry.body().received(), waited);
            if (!isInTime) {
                giveUp(entry.body());
            }
        });
    }

    private static void giveUp(SlowBody body) {
        try {
            body.onError(new InterruptedIOException());
        } catch (RuntimeException e) {
            LOG.warn("A caller that was too slow could not be told", e);
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
