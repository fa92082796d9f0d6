package com.orchestrator.worker.effects;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Lets a test look, wait or fail right before and right after every call on the connections of a real database. */
interface ConnectionScript {

    default void before(Connection connection, String call) throws SQLException {}

    default void after(Connection connection, String call) throws SQLException {}

    /** The same database, seen through the script. */
    static DataSource play(DataSource database, ConnectionScript script) {
        return (DataSource) Proxy.newProxyInstance(
                ConnectionScript.class.getClassLoader(),
                new Class<?>[] {DataSource.class},
                (proxy, method, arguments) ->
                        call(database, method, arguments) instanceof Connection opened ? on(opened, script) : null);
    }

    private static Connection on(Connection connection, ConnectionScript script) {
        return (Connection) Proxy.newProxyInstance(
                ConnectionScript.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) -> {
                    script.before(connection, method.getName());
                    Object result = call(connection, method, arguments);
                    script.after(connection, method.getName());
                    return result;
                });
    }

    private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
