package com.orchestrator.server.auth;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** The one decision on who may do what where (ADR 57). Looks at nothing but its arguments. */
public final class Access {

    /** What is said to a caller. */
    public enum Verdict {
        ALLOWED,
        /** It is there, or says nothing of what is there, and is not for this caller. */
        FORBIDDEN,
        /** To this caller it does not exist, whether it does or not. */
        HIDDEN
    }

    private Access() {}

    /** By the role first, so that who may do a thing nowhere learns nothing of the place. */
    public static Verdict decide(Caller caller, Role wanted, Place place) {
        if (!caller.may(wanted)) {
            return Verdict.FORBIDDEN;
        }
        if (place == Place.API || caller.mayEverywhere(wanted)) {
            return Verdict.ALLOWED;
        }
        if (place == Place.SERVER) {
            return Verdict.FORBIDDEN;
        }
        return place.namespace().map(name -> within(caller, wanted, name)).orElse(Verdict.HIDDEN);
    }

    private static Verdict within(Caller caller, Role wanted, String namespace) {
        if (caller.mayIn(namespace, wanted)) {
            return Verdict.ALLOWED;
        }
        return caller.mayIn(namespace, Role.READER) ? Verdict.FORBIDDEN : Verdict.HIDDEN;
    }

    /**
     * Lets pass whom the decision allows.
     *
     * @param place asked for only when it matters, since it may have to be read
     * @throws OrchestratorException {@code FORBIDDEN}, or {@code NOT_FOUND} in the words for what is not there
     */
    public static void require(Caller caller, Role wanted, Supplier<Place> place) {
        boolean matters = caller.may(wanted) && !caller.mayEverywhere(wanted);
        Place at = matters ? place.get() : Place.SERVER;
        switch (decide(caller, wanted, at)) {
            case ALLOWED -> {}
            case FORBIDDEN -> throw forbidden(caller, wanted, at);
            case HIDDEN -> throw hidden(caller);
        }
    }

    /** The same for a namespace that is known. */
    public static void require(Caller caller, Role wanted, String namespace) {
        require(caller, wanted, () -> Place.in(namespace));
    }

    /**
     * Lets nobody hand out what he does not have himself.
     *
     * @throws OrchestratorException {@code FORBIDDEN}
     */
    public static void requireHaving(Caller caller, Collection<Grant> handedOut) {
        List<Grant> others =
                handedOut.stream().filter(grant -> !caller.has(grant)).toList();
        if (!others.isEmpty()) {
            throw new OrchestratorException(
                    ErrorCode.FORBIDDEN,
                    "Token '" + caller.name() + "' cannot hand out '" + String.join(";", Grant.texts(others))
                            + "', which it does not have itself");
        }
    }

    private static OrchestratorException forbidden(Caller caller, Role wanted, Place place) {
        String role = wanted.name().toLowerCase(Locale.ROOT);
        String detail = caller.may(wanted) && place == Place.SERVER
                ? "Token '" + caller.name() + "' is bound to namespaces, and this is about all of them"
                : "Token '" + caller.name() + "' lacks the role " + role
                        + place.namespace().map(name -> " in namespace " + name).orElse("");
        return new OrchestratorException(ErrorCode.FORBIDDEN, detail);
    }

    /** What is said of operations that are about what runs carry. */
    public static OrchestratorException blind(Caller caller) {
        return new OrchestratorException(
                ErrorCode.FORBIDDEN,
                "Token '" + caller.name() + "' does not read "
                        + (caller.readsPayloads() ? "all that" : "what") + " runs carry ('"
                        + caller.sight().text().substring(1) + "'), and this is about that");
    }

    /** What is said of everything that a caller may not see, and of what is not there. */
    public static OrchestratorException hidden(Caller caller) {
        return new OrchestratorException(
                ErrorCode.NOT_FOUND, "There is nothing here that token '" + caller.name() + "' may see");
    }
}
