package dev.baton.server.e2e;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// The rules of one connection. It begins with a snapshot; then come changes, and parts between
/// them. Snapshot and change are the same thing, but that a snapshot must not leave out the queue
/// and the status.
final class Conversation {

  private final Set<Place> passed = EnumSet.noneOf(Place.class);
  private boolean snapshot = true;
  private Optional<Place> last = Optional.empty();
  private Optional<Cursor> synced = Optional.empty();
  private long toldVersion;
  private long newestRevision;
  private boolean retired;

  Conversation(Resume resume) {
    toldVersion = resume instanceof Resume.From(var cursor) ? cursor.episode().historyVersion() : 0;
  }

  /// Nothing of a change is still to come.
  boolean isSettled() {
    return !snapshot && last.isEmpty();
  }

  /// @param view what the client shows before the event
  /// @throws Breach if the event may not come now
  void check(StreamView view, Event event) {
    boolean betweenChanges = isSettled() && event instanceof Event.Part;
    if (!betweenChanges) {
      advance(Place.of(event));
    }
    switch (event) {
      case Event.HistoryReset _ -> toldVersion = 0;
      case Event.Message message -> check(view, message);
      case Event.Failed _, Event.Retry _ -> retired = true;
      case Event.PreviewReset _ ->
          retired = passed.contains(Place.ERROR) || passed.contains(Place.RETRY);
      case Event.Part part -> check(view, part, betweenChanges);
      case Event.Synced(var cursor) -> check(view, cursor);
      case Event.Queue _, Event.Status _, Event.ActionRequired _ -> {}
    }
    if (!betweenChanges && !(event instanceof Event.Synced)) {
      last = Optional.of(Place.of(event));
    }
  }

  private void advance(Place place) {
    if (last.filter(before -> before.compareTo(place) > 0).isPresent()) {
      throw new Breach(place + " after " + last.get() + " in the same change");
    }
    if (!passed.add(place) && !place.isRepeatable()) {
      throw new Breach(place + " twice in the same change");
    }
  }

  private void check(StreamView view, Event.Message message) {
    var known = Optional.ofNullable(view.messages().get(message.id()));
    if (known.filter(held -> held.revision() >= message.revision()).isPresent()) {
      throw new Breach("message " + message.id() + " again at revision " + message.revision());
    }
    if (known.isEmpty() && !view.messages().isEmpty() && view.messages().lastKey() > message.id()) {
      throw new Breach("message " + message.id() + " after " + view.messages().lastKey());
    }
    if (message.revision() <= toldVersion) {
      throw new Breach(
          "message %d of revision %d, but all of version %d had been told"
              .formatted(message.id(), message.revision(), toldVersion));
    }
    if (last.isEmpty() && message.role().equals("assistant")) {
      checkStep(view.preview(), message.text());
    }
    newestRevision = Math.max(newestRevision, message.revision());
  }

  /// The first message that follows a preview is the step that was shown. A client that was away
  /// may have seen another attempt at it; for one that was not, nothing it saw may be lost.
  private void checkStep(Preview shown, String committed) {
    boolean wasThere = shown.episode().equals(synced.map(Cursor::episode)) && !retired;
    boolean isBeginning = shown.text().startsWith(committed);
    if (!committed.startsWith(shown.text()) && (wasThere || !isBeginning)) {
      throw new Breach("committed «%s», but shown was «%s»".formatted(committed, shown.text()));
    }
  }

  private void check(StreamView view, Event.Part part, boolean betweenChanges) {
    var shown = view.preview();
    if (!view.status().equals("running") && !view.status().equals("interrupting")) {
      throw new Breach("a part in status «" + view.status() + "»");
    }
    if (retired) {
      throw new Breach("a part of an attempt that has failed");
    }
    if (betweenChanges && !synced.map(Cursor::episode).equals(Optional.of(part.episode()))) {
      throw new Breach("a part of %s after synced %s".formatted(part.episode(), synced));
    }
    if (!shown.isEmpty() && !shown.episode().equals(Optional.of(part.episode()))) {
      throw new Breach(
          "a part of %s without a preview_reset of %s"
              .formatted(part.episode(), shown.episode().get()));
    }
    if (part.firstSeq() != shown.seq() + 1) {
      throw new Breach(
          "part %d to %d after %d".formatted(part.firstSeq(), part.seq(), shown.seq()));
    }
    if (!view.workerId().equals(Optional.of(part.workerId()))) {
      throw new Breach("a part of worker " + part.workerId() + ", but the chat's is another");
    }
  }

  private void check(StreamView view, Cursor cursor) {
    if (snapshot && !passed.containsAll(Set.of(Place.QUEUE, Place.STATUS))) {
      throw new Breach("a connection that does not begin with the queue and the status");
    }
    if (synced.filter(before -> before.episode().compareTo(cursor.episode()) > 0).isPresent()) {
      throw new Breach("synced goes back to " + cursor);
    }
    if (newestRevision > cursor.episode().historyVersion()) {
      throw new Breach("synced " + cursor + " after a message of revision " + newestRevision);
    }
    check(view.preview(), cursor);
    if (view.error().isPresent() != view.status().equals("error")) {
      throw new Breach("status " + view.status() + " with error " + view.error());
    }
    if (view.action().isPresent() != view.status().equals("requires_action")) {
      throw new Breach("status " + view.status() + " with action " + view.action());
    }
    begin(cursor);
  }

  private static void check(Preview shown, Cursor cursor) {
    var expected = new Cursor(shown.episode().orElse(cursor.episode()), shown.seq());
    if (!cursor.equals(expected)) {
      throw new Breach(
          shown.isEmpty()
              ? "synced " + cursor + " without a part of it"
              : "synced " + cursor + ", but shown is " + expected);
    }
  }

  private void begin(Cursor cursor) {
    snapshot = false;
    synced = Optional.of(cursor);
    toldVersion = cursor.episode().historyVersion();
    newestRevision = 0;
    last = Optional.empty();
    passed.clear();
  }
}
