package com.orchestrator.worker.effects;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import org.jspecify.annotations.Nullable;

/**
 * A connection whose transaction belongs to somebody else. Ending it is refused, because a commit by the work would make
 * its effect durable without its record; closing it does nothing, because libraries close what they are given.
 */
final class LentConnection implements InvocationHandler {

    private final Connection connection;

    private LentConnection(Connection connection) {
        this.connection = connection;
    }

    static Connection of(Connection connection) {
        return (Connection) Proxy.newProxyInstance(
                LentConnection.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                new LentConnection(connection));
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        if (method.getName().equals("close")) {
            return null;
        }
        if (endsTransaction(method, arguments)) {
            throw new IllegalStateException(
                    "The transaction ends when the work returns; " + method.getName() + " is not the work's to call");
        }
        try {
            return method.invoke(connection, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }

    /** A rollback to a savepoint does not. */
    private static boolean endsTransaction(Method method, @Nullable Object @Nullable [] arguments) {
        return switch (method.getName()) {
            case "commit", "abort" -> true;
            case "rollback" -> arguments == null;
            case "setAutoCommit" -> arguments != null && Boolean.TRUE.equals(arguments[0]);
            default -> false;
        };
    }
}
