package com.orchestrator.engine.calendar;

import java.time.ZoneId;
import java.time.zone.ZoneRulesProvider;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;

/** Time zones by their exact region ids; what other programs take for one is refused. */
public final class Zones {

    private static final Set<String> KNOWN = ZoneId.getAvailableZoneIds();
    private static final String UTC = "UTC";
    private static final int ABBREVIATION_LENGTH = 3;

    private Zones() {}

    /**
     * The zone of a region id such as {@code Europe/Berlin}, or {@code UTC}.
     *
     * @throws CalendarFault when there is no such region, or the text is an offset or an abbreviation
     */
    public static ZoneId of(String id) {
        boolean isAbbreviation = id.length() <= ABBREVIATION_LENGTH && !id.equals(UTC);
        if (KNOWN.contains(id) && !isAbbreviation) {
            return ZoneId.of(id);
        }
        throw new CalendarFault("There is no time zone '" + shortened(id) + "'" + sinceWhen(id), hint(id), -1);
    }

    private static String sinceWhen(String id) {
        return id.contains("/") ? " in the time zone data " + dataVersion() + " of this server" : "";
    }

    private static String hint(String id) {
        if (id.length() <= ABBREVIATION_LENGTH) {
            return "abbreviations mean different places; write a region such as Europe/Berlin, or UTC";
        }
        if (id.matches("(UTC|GMT|UT)?[+-].*")) {
            return "an offset knows no clock changes, and its sign is read in two ways; write a region such as"
                    + " Europe/Berlin, or UTC";
        }
        return sameButForCase(id)
                .map(known -> "did you mean '" + known + "'?")
                .orElse("write a region such as Europe/Berlin, or UTC; a region that is newer than this data needs a"
                        + " newer JDK");
    }

    private static Optional<String> sameButForCase(String id) {
        String wanted = id.replace(' ', '_');
        return KNOWN.stream().filter(known -> known.equalsIgnoreCase(wanted)).min(Comparator.naturalOrder());
    }

    private static String shortened(String id) {
        return id.length() > 80 ? id.substring(0, 80) + "…" : id;
    }

    /** Version of the time zone data that this JVM computes with, for example {@code 2025a}. */
    public static String dataVersion() {
        return ZoneRulesProvider.getVersions(UTC).lastEntry().getKey();
    }
}
