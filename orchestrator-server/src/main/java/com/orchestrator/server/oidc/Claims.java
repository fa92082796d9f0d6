package com.orchestrator.server.oidc;

import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.BadJWTException;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What has to be true of a token whose signature is right. */
final class Claims extends DefaultJWTClaimsVerifier<SecurityContext> {

    private final InstantSource clock;
    private final Duration leeway;

    Claims(OidcConfig config, String audience, InstantSource clock) {
        super(
                audience,
                new JWTClaimsSet.Builder().issuer(config.issuer().toString()).build(),
                Set.of("sub", "iat", "exp"));
        this.clock = clock;
        this.leeway = config.leeway();
        setMaxClockSkew((int) leeway.toSeconds());
    }

    @Override
    protected Date currentTime() {
        return Date.from(clock.instant());
    }

    @Override
    public void verify(JWTClaimsSet claims, @Nullable SecurityContext context) throws BadJWTException {
        super.verify(claims, context);
        Instant issued = claims.getIssueTime().toInstant();
        if (issued.isAfter(clock.instant().plus(leeway))) {
            throw new BadJWTException("JWT of the future");
        }
        if (claims.getExpirationTime().toInstant().isAfter(issued.plus(OidcTokens.LIFE_MAX))) {
            throw new BadJWTException("JWT is good for more than " + OidcTokens.LIFE_MAX.toHours() + " hours");
        }
    }
}
