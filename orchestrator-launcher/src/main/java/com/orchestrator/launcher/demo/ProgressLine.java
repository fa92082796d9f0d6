package com.orchestrator.launcher.demo;

import java.io.PrintStream;

/** One line that follows what happens: redrawn on a terminal, a new line per change elsewhere. */
final class ProgressLine implements AutoCloseable {

    private static final String REDRAW = "\r\u001b[K";

    private final PrintStream out;
    private final boolean terminal;
    private String shown = "";

    ProgressLine(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    void show(String line) {
        if (line.equals(shown)) {
            return;
        }
        shown = line;
        if (terminal) {
            out.print(REDRAW + line);
            out.flush();
        } else {
            out.println(line);
        }
    }

    @Override
    public void close() {
        if (terminal && !shown.isEmpty()) {
            out.println();
        }
    }
}
