package com.orchestrator.server.wiring;

import com.orchestrator.api.fleet.ServerSetting;
import java.util.List;
import java.util.regex.Pattern;

/** What holds, and why, as it is shown: no secret leaves this class. */
final class EffectiveConfig {

    private static final String MASK = "***";

    private static final String DEFAULT = "default";

    /** Addresses of databases may carry passwords, too. */
    private static final Pattern PASSWORD = Pattern.compile("(?i)([?&;][^=&;]*password[^=&;]*=)[^&;]*");

    private EffectiveConfig() {}

    static List<ServerSetting> of(Settings settings) {
        return ConfigKey.all().stream().map(key -> item(key, settings)).toList();
    }

    private static ServerSetting item(ConfigKey key, Settings settings) {
        return new ServerSetting(
                key.property(),
                key.variable(),
                key.type().words(),
                settings.text(key).map(value -> shown(key, value)).orElse(null),
                key.otherwise().orElse(null),
                settings.said(key).map(Settings.Said::source).orElse(DEFAULT),
                key.description());
    }

    private static String shown(ConfigKey key, String value) {
        return key.type() == ConfigKey.Type.SECRET
                ? MASK
                : PASSWORD.matcher(value).replaceAll("$1" + MASK);
    }
}
