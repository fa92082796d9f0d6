package com.orchestrator.router.amqp;

import com.orchestrator.router.Dispatch;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Parcels that were published, and what of each the broker has not confirmed. One thread. */
final class Parcels {

    private final Map<UUID, Long> parcels = new HashMap<>();
    private final Map<Long, Integer> unconfirmed = new HashMap<>();
    private final List<Long> taken = new ArrayList<>();

    void add(long parcel, Dispatch dispatch) {
        if (parcels.put(dispatch.executionId(), parcel) == null) {
            unconfirmed.merge(parcel, 1, Integer::sum);
        }
    }

    void confirmed(Collection<Dispatch> dispatches) {
        for (Dispatch dispatch : dispatches) {
            Long parcel = parcels.remove(dispatch.executionId());
            if (parcel != null && unconfirmed.merge(parcel, -1, Integer::sum) == 0) {
                taken.add(parcel);
            }
        }
    }

    /** Whether it is on its way to the broker, or has arrived and nobody else knows. */
    boolean has(long parcel) {
        return unconfirmed.containsKey(parcel);
    }

    /** Which the broker has by now, as a whole. */
    List<Long> taken() {
        return taken;
    }

    /** That is written down. */
    void forgetTaken() {
        taken.forEach(unconfirmed::remove);
        taken.clear();
    }

    void clear() {
        parcels.clear();
        unconfirmed.clear();
        taken.clear();
    }
}
