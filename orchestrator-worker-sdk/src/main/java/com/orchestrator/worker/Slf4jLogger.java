package com.orchestrator.worker;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.helpers.NOPLoggerFactory;

/** SLF4J behind the platform's interface. The only class that knows SLF4J, and loaded only where that is. */
final class Slf4jLogger implements System.Logger {

    private final Logger logger;

    private Slf4jLogger(Logger logger) {
        this.logger = logger;
    }

    static System.Logger of(String name) {
        return new Slf4jLogger(LoggerFactory.getLogger(name));
    }

    static boolean goesSomewhere() {
        return !(LoggerFactory.getILoggerFactory() instanceof NOPLoggerFactory);
    }

    @Override
    public String getName() {
        return logger.getName();
    }

    @Override
    public boolean isLoggable(Level level) {
        return switch (level) {
            case ALL, TRACE -> logger.isTraceEnabled();
            case DEBUG -> logger.isDebugEnabled();
            case INFO -> logger.isInfoEnabled();
            case WARNING -> logger.isWarnEnabled();
            case ERROR -> logger.isErrorEnabled();
            case OFF -> false;
        };
    }

    @Override
    public void log(Level level, @Nullable ResourceBundle texts, String message, @Nullable Throwable thrown) {
        switch (level) {
            case ALL, TRACE -> logger.trace(message, thrown);
            case DEBUG -> logger.debug(message, thrown);
            case INFO -> logger.info(message, thrown);
            case WARNING -> logger.warn(message, thrown);
            case ERROR -> logger.error(message, thrown);
            case OFF -> {}
        }
    }

    @Override
    public void log(Level level, @Nullable ResourceBundle texts, String format, @Nullable Object... values) {
        if (isLoggable(level)) {
            String message = values == null || values.length == 0
                    ? format
                    : new MessageFormat(format, Locale.ROOT).format(values);
            log(level, texts, message, (Throwable) null);
        }
    }
}
