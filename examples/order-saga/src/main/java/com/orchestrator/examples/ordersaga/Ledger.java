package com.orchestrator.examples.ordersaga;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Stands for a system outside that honours idempotency keys: the same key has one effect however often it comes, which
 * is what makes a step safe to deliver twice.
 */
final class Ledger<T> {

    private final Map<String, T> entries = new HashMap<>();
    private final Map<String, T> inForce = new HashMap<>();
    private final Set<String> reversals = new HashSet<>();

    /** The entry made under this key, made now when there is none. */
    synchronized T enterOnce(String idempotencyKey, String orderId, Supplier<T> entry) {
        return entries.computeIfAbsent(idempotencyKey, key -> {
            T made = entry.get();
            inForce.put(orderId, made);
            return made;
        });
    }

    /** Returns whether there was something to take back; an undo may come for a step that never happened. */
    synchronized boolean reverseOnce(String idempotencyKey, String orderId) {
        return reversals.add(idempotencyKey) && inForce.remove(orderId) != null;
    }

    synchronized int entries() {
        return entries.size();
    }

    synchronized int inForce() {
        return inForce.size();
    }
}
