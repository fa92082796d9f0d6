package com.orchestrator.engine.memory;

import com.orchestrator.engine.store.StoreUnavailableException;
import java.util.HashMap;
import java.util.Map;

/** Row locks as PostgreSQL has them: waiting or skipping, held to the end, deadlocks found. Guarded by one monitor. */
final class RowLocks {

    private final Object monitor;
    private final Map<Object, Object> owners = new HashMap<>();
    private final Map<Object, Object> awaited = new HashMap<>();
    private boolean patient = true;

    RowLocks(Object monitor) {
        this.monitor = monitor;
    }

    /** Takes the lock unless somebody else has it. */
    boolean tryLock(Object row, Object owner) {
        Object holder = owners.putIfAbsent(row, owner);
        return holder == null || holder == owner;
    }

    /** From now on a lock that somebody else has is a timeout: where one thread plays everybody, waiting has no end. */
    void neverWait() {
        patient = false;
    }

    /** Takes the lock, waiting for whoever has it. */
    void lock(Object row, Object owner) {
        while (!tryLock(row, owner)) {
            if (!patient) {
                throw new StoreUnavailableException("Lock timeout", new IllegalStateException(row + " is locked"));
            }
            if (closesACircle(row, owner)) {
                throw new StoreUnavailableException("Deadlock", new IllegalStateException(row + " and others"));
            }
            awaited.put(owner, row);
            try {
                monitor.wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new StoreUnavailableException("Interrupted while waiting for a lock", e);
            } finally {
                awaited.remove(owner);
            }
        }
    }

    private boolean closesACircle(Object row, Object owner) {
        Object next = row;
        while (next != null) {
            Object holder = owners.get(next);
            if (holder == owner) {
                return true;
            }
            next = holder == null ? null : awaited.get(holder);
        }
        return false;
    }

    void releaseAll(Object owner) {
        owners.values().removeIf(holder -> holder == owner);
        monitor.notifyAll();
    }
}
