package com.orchestrator.server.page;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Where somebody wanted to go within the page, kept to the page: nothing that was said leads elsewhere. */
final class OwnPath {

    private static final int CHARS_MAX = 1_000;
    private static final URI FOLDER = URI.create("/ui/");

    private OwnPath() {}

    /**
     * @param said below the page's folder, such as {@code instances?state=FAILED}
     * @return the same, or empty, which is the page's beginning, for what lies anywhere else
     */
    static String of(@Nullable String said) {
        return said != null && said.length() <= CHARS_MAX && isBelow(said) ? said : "";
    }

    /** Browsers take {@code %2e} for a dot. */
    private static boolean isBelow(String said) {
        try {
            URI there = FOLDER.resolve(new URI(said)).normalize();
            return !there.isAbsolute()
                    && there.getRawAuthority() == null
                    && there.getRawPath().startsWith(FOLDER.getPath())
                    && !said.startsWith("/")
                    && !there.getRawPath().toLowerCase(Locale.ROOT).contains("%2e");
        } catch (URISyntaxException elsewhere) {
            return false;
        }
    }
}
