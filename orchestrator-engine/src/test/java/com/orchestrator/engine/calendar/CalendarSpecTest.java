package com.orchestrator.engine.calendar;

import static com.orchestrator.engine.calendar.Calendars.between;
import static com.orchestrator.engine.calendar.Calendars.instants;
import static com.orchestrator.engine.calendar.Calendars.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.orchestrator.engine.calendar.CalendarSpec.Every;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CalendarSpecTest {

    private static final Instant NOW = Instant.parse("2026-11-28T00:00:00Z");

    private static CalendarSpec every(Every every, @Nullable Duration offset, @Nullable String startAt) {
        return new CalendarSpec(
                List.of(),
                false,
                every,
                offset,
                ZoneId.of("Europe/Berlin"),
                null,
                List.of(),
                startAt == null ? null : Instant.parse(startAt),
                null);
    }

    private static Every seconds(String duration) {
        return new Every.Seconds(Duration.parse(duration));
    }

    private static CalendarSpec excluding(String cron, String... exclude) {
        return new CalendarSpec(
                List.of(cron), false, null, null, ZoneId.of("Europe/Berlin"), null, List.of(exclude), null, null);
    }

    @Test
    void anInterval_neitherDriftsNorStartsAnew() {
        FireTimes times = every(seconds("PT7H"), Duration.ofMinutes(15), null).times();

        List<Instant> fires = between(times, "2026-12-30T00:00:00Z", "2027-01-03T00:00:00Z");

        assertThat(fires).hasSizeGreaterThan(12);
        for (Instant fire : fires) {
            assertThat(fire.getEpochSecond() % Duration.ofHours(7).toSeconds()).isEqualTo(15 * 60);
        }
    }

    @Test
    void monthsAreCountedFromTheAnchor() {
        FireTimes times = every(new Every.ByCalendar(Period.ofMonths(1)), null, "2026-01-31T09:00:00Z")
                .times();

        assertThat(between(times, "2026-01-01T00:00:00Z", "2026-05-01T00:00:00Z"))
                .isEqualTo(instants(
                        "2026-01-31T09:00:00Z",
                        "2026-02-28T09:00:00Z",
                        "2026-03-31T08:00:00Z",
                        "2026-04-30T08:00:00Z"));
    }

    @Test
    void aDailyTimeInAGap_isBackTheDayAfter() {
        FireTimes times = every(new Every.ByCalendar(Period.ofDays(1)), null, "2026-03-27T01:30:00Z")
                .times();

        assertThat(between(times, "2026-03-28T00:00:00Z", "2026-03-31T00:00:00Z"))
                .isEqualTo(instants("2026-03-28T01:30:00Z", "2026-03-29T01:30:00Z", "2026-03-30T00:30:00Z"));
    }

    @Test
    void severalExpressions_fireTogetherOnce() {
        FireTimes times = spec("UTC", "0 * * * *", "0,30 6 * * *").times();

        assertThat(between(times, "2026-05-01T05:30:00Z", "2026-05-01T07:30:00Z"))
                .isEqualTo(instants("2026-05-01T06:00:00Z", "2026-05-01T06:30:00Z", "2026-05-01T07:00:00Z"));
    }

    @Test
    void exclusions_areDatesRangesAndExpressions() {
        FireTimes times = excluding("0 12 * * *", "2026-12-24/2026-12-26", "2027-01-01", "* * * * SAT,SUN")
                .times();

        assertThat(between(times, "2026-12-23T00:00:00Z", "2027-01-05T00:00:00Z"))
                .isEqualTo(instants(
                        "2026-12-23T11:00:00Z",
                        "2026-12-28T11:00:00Z",
                        "2026-12-29T11:00:00Z",
                        "2026-12-30T11:00:00Z",
                        "2026-12-31T11:00:00Z",
                        "2027-01-04T11:00:00Z"));
    }

    @Test
    void allExcluded_neverFires() {
        assertThatThrownBy(
                        () -> excluding("0 12 * * *", "* * * * *", "0 12 * * *").times())
                .isInstanceOf(CalendarFault.class)
                .hasMessage("It never fires");
    }

    @Test
    void anEndBeforeTheStart_isRefused() {
        CalendarSpec spec = new CalendarSpec(
                List.of("0 0 * * *"), false, null, null, ZoneId.of("UTC"), null, List.of(), NOW, NOW.minusSeconds(1));

        assertThatThrownBy(spec::times).hasMessage("It ends before it starts");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "*/15 * * * MON-FRI | every 15 minutes, Monday to Friday",
                "* * * * * | every minute",
                "0 * * * * | at minute 0 of every hour",
                "30 2 * * * | at 02:30",
                "30 2,3 * * 0 | at 02:30 and 03:30, Sunday",
                "*/5 9-17 * * * | every 5 minutes in the hours 09:00 to 17:00",
                "0 */2 * * * | at minute 0 of every 2 hours from 00:00",
                "0 0 LW * * | at 00:00, on the last weekday of the month",
                "0 0 1,15 JAN,JUN * | at 00:00, on day 1 and 15 of the month, in January and June",
                "0 0 * * FRI#2 | at 00:00, on the second Friday of the month",
            })
    void inWords(String cron, String words) {
        assertThat(new CalendarPreview(spec("UTC", cron)).text()).isEqualTo(words);
    }

    @Test
    void anInterval_inWords() {
        assertThat(new CalendarPreview(every(seconds("PT90M"), null, null)).text())
                .isEqualTo("every 1 hour and 30 minutes");
    }

    @ParameterizedTest
    @CsvSource({
        "0 */7 * * *, STEP_STARTS_ANEW",
        "*/7 * * * *, STEP_STARTS_ANEW",
        "0 0 31 * *, NOT_EACH_MONTH",
        "30 2 * * *, MOVED_BY_CLOCK_CHANGE",
        "0 0 29 2 *, RARE",
    })
    void whatMayNotBeMeant_isSaid(String cron, String code) {
        assertThat(new CalendarPreview(spec("Europe/Berlin", cron)).warnings(NOW))
                .extracting(CalendarWarning::code)
                .contains(code);
    }

    @Test
    void whatIsPlain_hasNoWarning() {
        assertThat(new CalendarPreview(spec("Europe/Berlin", "*/15 8-18 * * MON-FRI")).warnings(NOW))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Europe/Berlin", "UTC", "America/Argentina/Buenos_Aires", "Etc/GMT+3"})
    void regionsAreZones(String id) {
        assertThat(Zones.of(id).getId()).isEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"IST", "EST", "UTC+3", "+02:00", "GMT", "Z", "europe/berlin", "Mars/Base", "", "Europe/Berlin "})
    void whatOthersTakeForAZone_isRefusedWithAHint(String id) {
        assertThatThrownBy(() -> Zones.of(id))
                .isInstanceOfSatisfying(
                        CalendarFault.class, fault -> assertThat(fault.hint()).isNotEmpty());
    }

    @Test
    void theDataHasAVersion() {
        assertThat(Zones.dataVersion()).matches("20\\d\\d[a-z]+");
    }
}
