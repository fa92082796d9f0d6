package com.orchestrator.projections.worker;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import org.jspecify.annotations.Nullable;

/**
 * A connection whose transaction is not the handler's to end: a commit would make the read model durable without its
 * checkpoint. Closing it does nothing, because libraries close what they are given.
 */
public final class LentConnection implements InvocationHandler {

    private final Connection connection;

    private LentConnection(Connection connection) {
        this.connection = connection;
    }

    public static Connection of(Connection connection) {
        return (Connection) Proxy.newProxyInstance(
                LentConnection.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                new LentConnection(connection));
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        switch (method.getName()) {
            case "close" -> {
                return null;
            }
            case "commit", "abort", "setAutoCommit" -> throw refusal(method);
            case "rollback" -> {
                if (arguments == null) {
                    throw refusal(method);
                }
            }
            default -> {}
        }
        try {
            return method.invoke(connection, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }

    private static IllegalStateException refusal(Method method) {
        return new IllegalStateException(
                "The transaction ends when the projection returns; " + method.getName() + " is not for it to call");
    }
}
