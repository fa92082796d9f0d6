package com.orchestrator.launcher;

import com.orchestrator.launcher.os.LaunchException;
import com.orchestrator.launcher.os.Program;
import com.orchestrator.launcher.os.ShutdownStack;
import com.orchestrator.launcher.payara.PayaraServer;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Runs one command and ends the process: 0 done or stopped as asked, 1 it did not work, 2 not understood, 3 its database went back to an earlier moment. */
public final class Main {

    private static final int MISUSED = 2;

    private Main() {}

    public static void main(String[] words) {
        Program.run(started -> {
            started.open(() -> Main::hush);
            return run(List.of(words), started);
        });
    }

    /** What is opened first is closed last, so by now all is said. Only Payara's hook would remark that it is shut down. */
    private static void hush() {
        System.setErr(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
        if (PayaraServer.isTakenBack()) {
            // Payara's hook waits for requests that wait for a database.
            Runtime.getRuntime().halt(ServerProcess.TAKEN_BACK);
        }
    }

    private static int run(List<String> words, ShutdownStack started) {
        try {
            var arguments = Arguments.parse(words);
            return run(arguments, Workspace.fromSystemProperties(words.get(0)), started);
        } catch (UsageException e) {
            System.err.println(e.getMessage() + " `./orchestrator help` says what there is.");
            return MISUSED;
        }
    }

    /** Whatever fails is one sentence here; where in the code it came from is in the log. */
    private static int run(Arguments arguments, Workspace workspace, ShutdownStack started) {
        try {
            return switch (arguments.command()) {
                case DEMO -> new DemoCommand(workspace, started).run(arguments);
                case ETL_DEMO -> new EtlDemoCommand(workspace, started).run(arguments);
                case DEV -> new DevCommand(workspace, started).run(arguments);
                case SERVER -> new ServerCommand(workspace, started).run(arguments);
            };
        } catch (LaunchException e) {
            workspace.log().failed(String.valueOf(e.getMessage()), e);
        } catch (RuntimeException e) {
            workspace.log().failed("The launcher itself has a fault, please report it: " + e, e);
        }
        return Program.FAILED;
    }
}
