package com.orchestrator.engine.persistence;

import com.orchestrator.api.model.Cause;
import com.orchestrator.api.model.Payload;
import com.orchestrator.engine.InvariantViolation;
import com.orchestrator.engine.seal.BrokenSeal;
import com.orchestrator.engine.seal.DataKey;
import com.orchestrator.engine.seal.MissingKey;
import com.orchestrator.engine.store.InstanceRow;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Seals what one run carries where it is written, and opens it where it is read. Whatever is not sealed is read as it stands. */
final class RunSeal {

    /** In front of a sealed text. */
    private static final String TEXT_MARK = "\u0001sealed:";

    private static final String LOCKED_TEXT = "(sealed with a key that this server does not have)";

    private static final String BROKEN_TEXT = "(sealed, and does not open: it was changed in the database)";

    private enum Kind {
        PLAIN,
        SEALED,
        ERASED,
        LOCKED
    }

    /** Of a run that had started before there was a ring, or where there is none. */
    static final RunSeal PLAIN = new RunSeal(Kind.PLAIN, "", null);

    private final Kind kind;
    private final String name;
    private final @Nullable DataKey key;

    private RunSeal(Kind kind, String name, @Nullable DataKey key) {
        this.kind = kind;
        this.name = name;
        this.key = key;
    }

    static RunSeal with(UUID instanceId, DataKey key) {
        return new RunSeal(Kind.SEALED, instanceId.toString(), key);
    }

    /** Of a run whose data key is destroyed: nothing opens, and what is written is not kept. */
    static RunSeal erased() {
        return new RunSeal(Kind.ERASED, "", null);
    }

    /** Of a run whose data key this server cannot unwrap. */
    static RunSeal locked(String keyId) {
        return new RunSeal(Kind.LOCKED, keyId, null);
    }

    boolean isPlain() {
        return kind == Kind.PLAIN;
    }

    boolean isErased() {
        return kind == Kind.ERASED;
    }

    /** Whether it stays what it is for as long as the run is under way. */
    boolean mayBeKept() {
        return kind == Kind.PLAIN || kind == Kind.SEALED;
    }

    /**
     * Seals a value.
     *
     * @param place where it stands among all that the run has
     * @return null when the run was erased
     */
    byte @Nullable [] seal(String place, byte @Nullable [] plain) {
        if (plain == null || isPlain()) {
            return plain;
        }
        return kind == Kind.ERASED ? null : key().seal(at(place), plain);
    }

    /** @return null when it was erased */
    byte @Nullable [] open(String place, byte @Nullable [] stored) {
        if (stored == null || !DataKey.isSealed(stored)) {
            return stored;
        }
        return kind == Kind.ERASED ? null : key().open(at(place), stored);
    }

    /** The JSON that was sealed, or what stands for it. */
    @Nullable
    Payload openJson(String place, byte @Nullable [] stored) {
        byte[] plain = open(place, stored);
        if (plain == null) {
            return stored == null ? null : HiddenParts.ERASED;
        }
        return Payload.ofJson(plain);
    }

    String sealText(String place, String plain) {
        byte[] sealed = seal(place, plain.getBytes(StandardCharsets.UTF_8));
        if (isPlain()) {
            return plain;
        }
        return sealed == null
                ? HiddenParts.ERASED_TEXT
                : TEXT_MARK + Base64.getEncoder().encodeToString(sealed);
    }

    /** For people, so a text that does not open says so, and does not fail the list that it stands in. */
    String openText(String place, String stored) {
        if (!isSealed(stored)) {
            return stored;
        }
        if (kind == Kind.PLAIN || kind == Kind.LOCKED) {
            return LOCKED_TEXT;
        }
        try {
            byte[] plain = open(place, Base64.getDecoder().decode(stored.substring(TEXT_MARK.length())));
            return plain == null ? HiddenParts.ERASED_TEXT : new String(plain, StandardCharsets.UTF_8);
        } catch (BrokenSeal | IllegalArgumentException changed) {
            return BROKEN_TEXT;
        }
    }

    /** For what is worked with, so what does not open is a fault. */
    String openWhole(String place, String stored) {
        if (!isSealed(stored)) {
            return stored;
        }
        byte[] plain = open(place, Base64.getDecoder().decode(stored.substring(TEXT_MARK.length())));
        return plain == null ? HiddenParts.ERASED_TEXT : new String(plain, StandardCharsets.UTF_8);
    }

    static boolean isSealed(@Nullable String text) {
        return text != null && text.startsWith(TEXT_MARK);
    }

    /** The row with what the cause says sealed. */
    InstanceRow sealed(InstanceRow row) {
        Cause cause = row.cause();
        return isPlain() || cause == null || cause.message() == null
                ? row
                : row.becauseOf(saying(cause, sealText("cause", cause.message())));
    }

    /** The cause of a row as it was. */
    Cause opened(Cause cause) {
        return cause.message() == null ? cause : saying(cause, openText("cause", cause.message()));
    }

    private static Cause saying(Cause cause, String message) {
        return new Cause(cause.kind(), cause.code(), message, cause.taskId(), cause.attempt(), cause.iteration());
    }

    private byte[] at(String place) {
        return (name + "/" + place).getBytes(StandardCharsets.UTF_8);
    }

    private DataKey key() {
        if (kind == Kind.LOCKED) {
            throw new MissingKey(name);
        }
        if (key == null) {
            throw new InvariantViolation("What is sealed stands in a run that has no data key");
        }
        return key;
    }
}
