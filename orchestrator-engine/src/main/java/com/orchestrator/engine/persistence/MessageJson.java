package com.orchestrator.engine.persistence;

import com.orchestrator.api.model.Payload;
import com.orchestrator.engine.InvariantViolation;
import com.orchestrator.engine.history.RunMessage;
import com.orchestrator.engine.persistence.sql.LoadMessages.MessageRow;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What runs tell each other ⇄ rows. */
public final class MessageJson {

    private static final Map<String, Class<?>> TYPES = Arrays.stream(RunMessage.Body.class.getPermittedSubclasses())
            .collect(Collectors.toUnmodifiableMap(MessageJson::nameOf, Function.identity()));

    private MessageJson() {}

    private static String nameOf(Class<?> type) {
        return type.getSimpleName().toUpperCase(Locale.ROOT);
    }

    /** In the place of the data of a sealed message, which stands with its payload. */
    private static final String SEALED = "sealed";

    /** A message that is not sealed; of one that was heard, whatever it is, its key. */
    public static MessageRow row(RunMessage message) {
        return row(message, RunSeal.PLAIN);
    }

    /** @param seal of the sender, who is there before its receiver is */
    static MessageRow row(RunMessage message, RunSeal seal) {
        String data = EventJson.print(message.body());
        byte[] payload = message.payload() == null ? null : message.payload().bytes();
        return new MessageRow(
                message.receiver(),
                message.sender(),
                message.sequenceNumber(),
                nameOf(message.body().getClass()),
                seal.isPlain() ? data : SEALED,
                seal.isPlain()
                        ? payload
                        : seal.seal(place(message.receiver(), message.sequenceNumber()), both(data, payload)));
    }

    private static String place(UUID receiver, long sequenceNumber) {
        return "message/" + receiver + "/" + sequenceNumber;
    }

    /** The length of the data, the data, and the payload if there is one. */
    private static byte[] both(String data, byte @Nullable [] payload) {
        byte[] text = data.getBytes(StandardCharsets.UTF_8);
        byte[] behind = payload == null ? new byte[0] : payload;
        return ByteBuffer.allocate(Integer.BYTES + text.length + behind.length)
                .putInt(text.length)
                .put(text)
                .put(behind)
                .array();
    }

    static RunMessage message(MessageRow row, RunSeal seal) {
        byte[] stored = row.payload();
        if (!SEALED.equals(row.data()) || stored == null) {
            return message(row);
        }
        byte[] opened = seal.open(place(row.receiver(), row.sequenceNumber()), stored);
        if (opened == null) {
            throw new InvariantViolation("What run " + row.sender() + " has told was erased before it was heard");
        }
        ByteBuffer both = ByteBuffer.wrap(opened);
        byte[] text = new byte[both.getInt()];
        both.get(text);
        byte[] payload = new byte[both.remaining()];
        both.get(payload);
        return message(new MessageRow(
                row.receiver(),
                row.sender(),
                row.sequenceNumber(),
                row.type(),
                new String(text, StandardCharsets.UTF_8),
                payload.length == 0 ? null : payload));
    }

    public static RunMessage message(MessageRow row) {
        return new RunMessage(
                row.receiver(),
                row.sender(),
                row.sequenceNumber(),
                body(row),
                row.payload() == null ? null : Payload.ofJson(row.payload()));
    }

    private static RunMessage.Body body(MessageRow row) {
        Class<?> type = TYPES.get(row.type());
        if (type == null) {
            throw new InvariantViolation("Unknown message " + row.type() + ": was it told by a newer server?");
        }
        return (RunMessage.Body) EventJson.parse(row.data(), type);
    }
}
