package com.orchestrator.test;

import com.orchestrator.engine.store.EngineStore;
import com.orchestrator.engine.store.RunStore;
import com.orchestrator.engine.store.RunTransaction;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Collection;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A server's way to its store, on which it may be killed: at each transaction that changes runs, before it is durable or right after it. */
final class KillableStore {

    /** The process is gone: nothing of what it was about to do happens. */
    static final class Killed extends Error {

        private static final long serialVersionUID = 1;

        Killed() {
            super("Killed by the test", null, false, false);
        }
    }

    /** When a server is killed. */
    enum Moment {
        BEFORE_COMMIT,
        AFTER_COMMIT
    }

    /** Says at each commit, by its number from 1, when its server is killed. */
    @FunctionalInterface
    interface Killer {
        @Nullable
        Moment at(int commit);
    }

    private final EngineStore store;
    private final Killer killer;
    private int commits;
    private boolean writes;

    private KillableStore(EngineStore store, Killer killer) {
        this.store = store;
        this.killer = killer;
    }

    static EngineStore of(EngineStore store, Killer killer) {
        return new KillableStore(store, killer).proxy();
    }

    private EngineStore proxy() {
        RunStore runs = new RunStore() {
            @Override
            public <T> T inTransaction(Function<RunTransaction, T> work) {
                return transact(work);
            }
        };
        return (EngineStore) Proxy.newProxyInstance(
                EngineStore.class.getClassLoader(),
                new Class<?>[] {EngineStore.class},
                (self, method, arguments) -> method.getName().equals("runs") ? runs : call(store, method, arguments));
    }

    private <T> T transact(Function<RunTransaction, T> work) {
        Moment[] moment = new Moment[1];
        T result = store.runs().inTransaction(transaction -> {
            writes = false;
            T done = work.apply(watched(transaction));
            moment[0] = writes ? killer.at(++commits) : null;
            if (moment[0] == Moment.BEFORE_COMMIT) {
                throw new Killed();
            }
            return done;
        });
        if (moment[0] == Moment.AFTER_COMMIT) {
            throw new Killed();
        }
        return result;
    }

    private RunTransaction watched(RunTransaction transaction) {
        return (RunTransaction) Proxy.newProxyInstance(
                RunTransaction.class.getClassLoader(),
                new Class<?>[] {RunTransaction.class},
                (self, method, arguments) -> {
                    writes |= method.getName().equals("recordEvents") && !((Collection<?>) arguments[0]).isEmpty();
                    return call(transaction, method, arguments);
                });
    }

    private static @Nullable Object call(Object target, Method method, @Nullable Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException failed) {
            throw failed.getCause() == null ? failed : failed.getCause();
        }
    }
}
