package com.orchestrator.worker;

import com.orchestrator.api.model.LeasedTask;
import com.orchestrator.api.model.LogLine;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.System.Logger;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * What a handler writes about its attempt. Every line goes to the log of the process, by SLF4J or {@link System.Logger} under the name
 * {@code com.orchestrator.task.<task type>} and with the task's key, and to the server, which shows it with the run
 * ({@code GET /api/v1/instances/{id}/logs}). A line returns at once. The server gets at most {@value LogLine#NUMBER_MAX} lines
 * of one lease, each cut to {@value LogLine#CHARS_MAX} characters, a moment later and all at once; a process that is killed
 * takes the last moment's with it. Safe to use from several threads.
 */
public final class TaskLog {

    private static final String NAME = "com.orchestrator.task.";

    private final LeasedTask task;
    private final Consumer<LogLine> server;
    private final InstantSource clock;
    private final Logger process;
    private final AtomicInteger numbers = new AtomicInteger();

    TaskLog(LeasedTask task, Consumer<LogLine> server, InstantSource clock) {
        this.task = task;
        this.server = server;
        this.clock = clock;
        this.process = Logs.of(NAME + task.taskType());
    }

    /** Goes nowhere unless the process logs it. */
    public void debug(String message) {
        if (process.isLoggable(Logger.Level.DEBUG)) {
            write(LogLine.Level.DEBUG, Logger.Level.DEBUG, message);
        }
    }

    public void info(String message) {
        write(LogLine.Level.INFO, Logger.Level.INFO, message);
    }

    public void warning(String message) {
        write(LogLine.Level.WARNING, Logger.Level.WARNING, message);
    }

    public void error(String message) {
        write(LogLine.Level.ERROR, Logger.Level.ERROR, message);
    }

    /** With the stack trace, of which the server gets as much as a line can hold. */
    public void error(String message, Throwable thrown) {
        StringWriter text = new StringWriter();
        text.append(message).append('\n');
        thrown.printStackTrace(new PrintWriter(text, true));
        error(text.toString().stripTrailing());
    }

    private void write(LogLine.Level level, Logger.Level processLevel, String message) {
        process.log(processLevel, message + " [" + task.idempotencyKey() + ", attempt " + task.attempt() + "]");
        int number = numbers.incrementAndGet();
        if (number <= LogLine.NUMBER_MAX) {
            String said =
                    number < LogLine.NUMBER_MAX ? message : "The limit of lines is reached; the process logs the rest";
            server.accept(new LogLine(task.executionId(), task.fenceToken(), number, clock.instant(), level, said));
        }
    }
}
