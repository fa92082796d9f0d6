package com.orchestrator.launcher.payara;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Runs code of others that prints to standard output, where only results of ours belong. */
final class Silently {

    private Silently() {}

    static void run(Runnable action) {
        PrintStream out = System.out;
        System.setOut(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
        try {
            action.run();
        } finally {
            System.setOut(out);
        }
    }
}
