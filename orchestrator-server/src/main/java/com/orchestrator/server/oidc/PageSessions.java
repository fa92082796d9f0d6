package com.orchestrator.server.oidc;

import com.nimbusds.jwt.JWTClaimsSet;
import com.orchestrator.server.auth.Caller;
import com.orchestrator.server.auth.Grant;
import com.orchestrator.server.auth.SessionSource;
import com.orchestrator.server.keys.ServerKeys;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Sessions of people who have signed in through a provider. A session is in its cookie: who it is, what that one may do, and the end that
 * the provider's token had; sealed by a key that all servers have, so each knows each session and no request costs a statement (ADR 68).
 */
public final class PageSessions implements SessionSource {

    private static final String KEY = "page-session";
    private static final String GRANTS = "grants";

    /** Browsers keep cookies of 4 KB, name and attributes among it. */
    private static final int CHARS_MAX = 3_800;

    private final String issuer;
    private final Duration leeway;
    private final Cutoffs cutoffs;
    private final Seal seal;

    public PageSessions(OidcConfig config, Cutoffs cutoffs, ServerKeys keys, InstantSource clock) {
        this.issuer = config.issuer().toString();
        this.leeway = config.leeway();
        this.cutoffs = cutoffs;
        this.seal = new Seal(keys.get(KEY), clock);
    }

    /**
     * @param issuedAt when the provider vouched for the caller
     * @param end of what it vouched with
     * @return empty when it has more grants than a cookie holds
     */
    Optional<String> of(Caller caller, Instant issuedAt, Instant end) {
        String sealed = seal.close(new JWTClaimsSet.Builder()
                .issuer(issuer)
                .subject(caller.name())
                .claim(GRANTS, Grant.texts(caller.grants()))
                .issueTime(Date.from(issuedAt))
                .expirationTime(Date.from(end))
                .build());
        return Optional.of(sealed).filter(text -> text.length() <= CHARS_MAX);
    }

    /** Empty also when it is of another provider: the settings name another one now. */
    @Override
    public Optional<Caller> find(String session) {
        return seal.open(session)
                .filter(claims -> issuer.equals(claims.getIssuer()))
                .map(this::caller);
    }

    private Caller caller(JWTClaimsSet claims) {
        cutoffs.require(claims.getSubject(), claims.getIssueTime().toInstant(), leeway);
        Set<Grant> grants = new HashSet<>();
        grants(claims).forEach(text -> grants.addAll(Grant.parse(text)));
        return new Caller(claims.getSubject(), grants);
    }

    private static List<String> grants(JWTClaimsSet claims) {
        try {
            return claims.getStringListClaim(GRANTS);
        } catch (ParseException e) {
            throw new IllegalStateException("Servers seal lists of texts alone", e);
        }
    }
}
