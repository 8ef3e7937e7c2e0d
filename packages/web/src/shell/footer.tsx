import { Phone } from 'lucide-react';
import { Link } from 'react-router';
import { useSession } from '../api/queries.ts';
import { useWords } from '../i18n/i18n.ts';

export function Footer() {
  const { t, text } = useWords();
  const { city, demo } = useSession();
  return (
    <footer className="footer">
      <div className="footer__inner">
        <div>
          <p className="footer__hotline">
            <Phone size={22} aria-hidden />
            <a href={`tel:${city.hotline}`}>{city.hotline}</a>
          </p>
          <p className="footer__text">{t('footer.hotline')}</p>
        </div>
        <nav aria-label={t('footer.label')}>
          <ul className="footer__links">
            <li>
              <Link to="/help">{t('footer.help')}</Link>
            </li>
            <li>
              <Link to="/verify">{t('footer.verify')}</Link>
            </li>
            <li>
              <Link to="/me/access">{t('footer.access')}</Link>
            </li>
            <li>
              <Link to="/rates">{t('footer.rates')}</Link>
            </li>
          </ul>
        </nav>
        <p className="footer__text">
          {text(city.product)} · {text(city.name)}
          {demo && <span className="footer__demo">{t('footer.demo')}</span>}
        </p>
      </div>
    </footer>
  );
}
