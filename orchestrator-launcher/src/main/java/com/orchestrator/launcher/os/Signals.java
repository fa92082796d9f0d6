package com.orchestrator.launcher.os;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Takes over TERM, INT and HUP, so that stopping begins with draining and not with the JVM's shutdown hooks.
 *
 * <p>Goes through reflection because {@code sun.misc.Signal}, exported by {@code jdk.unsupported} and without a
 * successor, cannot be named under {@code -Werror}.
 */
public final class Signals {

    private Signals() {}

    /** Runs the action once, on a thread of its own, whichever signal comes first. */
    public static void onStop(Runnable action) {
        AtomicBoolean seen = new AtomicBoolean();
        Runnable once = () -> {
            if (seen.compareAndSet(false, true)) {
                new Thread(action, "orchestrator-stop").start();
            }
        };
        for (String name : List.of("TERM", "INT", "HUP")) {
            handle(name, once);
        }
    }

    private static void handle(String name, Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object proxy = Proxy.newProxyInstance(
                    Signals.class.getClassLoader(), new Class<?>[] {handler}, (self, method, arguments) -> {
                        action.run();
                        return null;
                    });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
        } catch (ReflectiveOperationException e) {
            throw new LaunchException("This JVM does not let SIG" + name + " be handled.", e);
        }
    }
}
