package com.orchestrator.launcher;

import com.orchestrator.launcher.os.LaunchException;
import com.orchestrator.launcher.os.ShutdownStack;
import com.orchestrator.launcher.os.Signals;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Runs one command and ends the process: 0 done or stopped as asked, 1 it did not work, 2 not understood. */
public final class Main {

    private static final int FAILED = 1;
    private static final int MISUSED = 2;

    private Main() {}

    public static void main(String[] words) {
        var started = new ShutdownStack();
        Signals.onStop(() -> {
            started.close();
            exit(started.codeWhenStopped());
        });
        int code = run(List.of(words), started);
        started.close();
        exit(code);
    }

    /** By now all is said. Only Payara's shutdown hook would still remark that it is already shut down. */
    private static void exit(int code) {
        System.setErr(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
        System.exit(code);
    }

    private static int run(List<String> words, ShutdownStack started) {
        try {
            var arguments = Arguments.parse(words);
            var workspace = Workspace.fromSystemProperties();
            return switch (arguments.command()) {
                case DEMO -> new DemoCommand(workspace, started).run(arguments);
                case DEV -> new DevCommand(workspace, started).run(arguments);
                case SERVER -> new ServerCommand(workspace, started).run(arguments);
            };
        } catch (UsageException e) {
            System.err.println(e.getMessage() + " `./orchestrator help` says what there is.");
            return MISUSED;
        } catch (LaunchException e) {
            System.err.println(e.getMessage());
            return FAILED;
        }
    }
}
