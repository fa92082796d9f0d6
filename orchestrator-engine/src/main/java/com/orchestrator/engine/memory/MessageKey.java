package com.orchestrator.engine.memory;

import com.orchestrator.engine.history.RunMessage;
import com.orchestrator.engine.store.IdOrder;
import java.util.Comparator;
import java.util.UUID;

/** Key of what one run has told another. */
record MessageKey(UUID receiver, UUID sender, long sequenceNumber) implements Comparable<MessageKey> {

    static MessageKey of(RunMessage message) {
        return new MessageKey(message.receiver(), message.sender(), message.sequenceNumber());
    }

    @Override
    public int compareTo(MessageKey other) {
        return Comparator.comparing(MessageKey::receiver, IdOrder.BY_BYTES)
                .thenComparing(MessageKey::sender, IdOrder.BY_BYTES)
                .thenComparing(MessageKey::sequenceNumber)
                .compare(this, other);
    }
}
