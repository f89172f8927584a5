package dev.baton.postgres;

import dev.baton.store.AcquisitionContract;

final class AcquisitionTest extends AcquisitionContract {

  AcquisitionTest() {
    super(new Deployment());
  }
}
