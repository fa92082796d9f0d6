package com.orchestrator.launcher.os;

import java.io.IOException;

/** A program that starts things: whatever ends it, its own end or a signal, they are stopped first. */
public final class Program {

    /** Exit code of a program that did not do what it was asked for. */
    public static final int FAILED = 1;

    /** What a program does with the things it starts, and its exit code. */
    @FunctionalInterface
    public interface Body {
        int run(ShutdownStack started) throws IOException;
    }

    private Program() {}

    /**
     * Ends the process: with the body's code, with {@link ShutdownStack#codeWhenStopped} after a signal, and with
     * {@link #FAILED} when the body throws. A {@link LaunchException} is said in its own words, everything else is a bug
     * and shows where it comes from.
     */
    public static void run(Body body) {
        var started = new ShutdownStack();
        Signals.onStop(() -> {
            started.close();
            System.exit(started.codeWhenStopped());
        });
        int code = code(body, started);
        started.close();
        System.exit(code);
    }

    private static int code(Body body, ShutdownStack started) {
        try {
            return body.run(started);
        } catch (LaunchException e) {
            System.err.println(e.getMessage());
            return FAILED;
        } catch (IOException | RuntimeException e) {
            e.printStackTrace();
            return FAILED;
        }
    }
}
